/** What went wrong with a device, by the codes of the cloud, in Chinese. */
export const zh = {
  'device.not-found': '没有这台设备，或它不属于您的部门。',
  'device.changed': '设备刚被他人修改，您的操作没有生效。请看最新情况。',
  'device.invalid': '登记内容不符合要求，请检查国标编码、类型等。',
  'device.number-taken': '国标编码或 MN 已被另一台在用设备使用。',
  'device.step-not-allowed': '设备当前状态不允许这一步。',
  'request.media-type': '只能导入 CSV 表格。',
  'request.invalid': '内容不符合要求，请检查后重试。',
  'area.not-found': '没有这个片区，请先导入。',
};

/** The same in English. */
export const en: typeof zh = {
  'device.not-found': 'There is no such device, or it is of another bureau.',
  'device.changed': 'Somebody else has just changed the device; nothing of yours happened. Look at it again.',
  'device.invalid': 'What is written down does not fit: check the GB/T 28181 ID and the kind.',
  'device.number-taken': 'Another device in use has this GB/T 28181 ID or MN.',
  'device.step-not-allowed': 'The device is in a state that does not allow this.',
  'request.media-type': 'Only a CSV table can be imported.',
  'request.invalid': 'Something of it does not fit. Check it, and try again.',
  'area.not-found': 'There is no such area. Import it first.',
};
