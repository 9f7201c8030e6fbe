/** The words around every page, in Chinese. */
export const zh = {
  wall: '总览',
  leads: '线索',
  rules: '规则',
  backtest: '回测',
  dust: '扬尘',
  models: '模型',
  lost: '与网关的连接已中断，正在自动重新连接……',
  notLoaded: '此页面未能载入',
  notLoadedHint: '网关可能刚刚重新启动或升级。重新载入即可继续，草稿不会丢失。',
  reload: '重新载入',
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
  notLoaded: 'This part of the page could not be loaded',
  notLoadedHint: 'The gateway may have been restarted or updated. Load the page again to go on; a draft is kept.',
  reload: 'Load again',
};
