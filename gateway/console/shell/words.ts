/** The words around every page, in Chinese. */
export const zh = {
  wall: '总览',
  leads: '线索',
  rules: '规则',
  backtest: '回测',
  dust: '扬尘',
  models: '模型',
  lost: '与网关的连接已中断，正在自动重新连接……',
};

/** The same in English. */
export const en: typeof zh = {
  wall: 'Wall',
  leads: 'Leads',
  rules: 'Rules',
  backtest: 'Backtest',
  dust: 'Dust',
  models: 'Models',
  lost: 'The gateway cannot be reached; connecting again …',
};
