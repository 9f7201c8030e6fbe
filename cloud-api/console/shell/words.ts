/** What the frame of the page says, in Chinese. */
export const zh = {
  inbox: '待办',
  map: '地图',
  coordination: '权属协调',
  joint: '联合办理',
  visits: '综合查一次',
  dispatch: '派遣',
  statistics: '统计',
  devices: '设备',
  admin: '管理',
  audit: '审计',
  more: '更多',
  waiting: '{{count}} 项待处理',
  lost: '暂时连不上云端，显示的是 {{time}} 及之前读到的内容；连上后自动更新。',
};

/** The same in English. */
export const en: typeof zh = {
  inbox: 'Inbox',
  map: 'Map',
  coordination: 'Coordination',
  joint: 'Joint handling',
  visits: 'Joint inspection',
  dispatch: 'Dispatch',
  statistics: 'Statistics',
  devices: 'Devices',
  admin: 'Admin',
  audit: 'Audit log',
  more: 'More',
  waiting: '{{count}} waiting',
  lost: 'The cloud cannot be reached at present. What you see is of {{time}} or before; it is brought up to date by itself.',
};
