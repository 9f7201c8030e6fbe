/** What every import of a file says, in Chinese. */
export const zh = {
  choose: '选择文件',
  text: '文件内容',
  textHint: '也可以粘贴到这里，或直接修改',
  tooLong: '文件较大（{{size}}），不在这里显示；有错误的行在下面修改。',
  check: '检查',
  checkAgain: '改好了，再检查',
  faults: '有 {{count}} 处错误，什么都没有导入',
  mostFaults: '只列出前 {{count}} 处，改好后再检查其余的。',
  line: '第 {{line}} 行',
  wholeLine: '整行',
  longLine: '这一行太长，请在文件中修改。',
  cloudSays: '系统提示：{{message}}',
  fine: '没有错误',
  take: '确认导入',
};

/** The same in English. */
export const en: typeof zh = {
  choose: 'Choose a file',
  text: 'Text of the file',
  textHint: 'Paste it here, or change it',
  tooLong: 'The file is large ({{size}}) and not shown here; lines with faults are mended below.',
  check: 'Check',
  checkAgain: 'Mended: check again',
  faults: 'Faults: {{count}}. Nothing was taken',
  mostFaults: 'These are the first {{count}}; mend them, and check for the rest.',
  line: 'Line {{line}}',
  wholeLine: 'The line',
  longLine: 'This line is too long: mend it in the file.',
  cloudSays: 'Found: {{message}}',
  fine: 'No faults',
  take: 'Take it',
};
