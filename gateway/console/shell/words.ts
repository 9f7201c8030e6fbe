/** The words around every page, in Chinese. */
export const zh = { wall: '总览', leads: '线索', rules: '规则', backtest: '回测', dust: '扬尘', models: '模型' };

/** The same in English. */
export const en: typeof zh = {
  wall: 'Wall',
  leads: 'Leads',
  rules: 'Rules',
  backtest: 'Backtest',
  dust: 'Dust',
  models: 'Models',
};
