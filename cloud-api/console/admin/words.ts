import { en as accountsEn, zh as accountsZh } from './accounts/words.js';
import { en as areasEn, zh as areasZh } from './areas/words.js';
import { en as documentsEn, zh as documentsZh } from './documents/words.js';
import { en as rolloutEn, zh as rolloutZh } from './rollout/words.js';
import { en as webhooksEn, zh as webhooksZh } from './webhooks/words.js';

/** What the pages of administration say, in Chinese. */
export const zh = {
  sections: '管理栏目',
  section: {
    accounts: '账号',
    areas: '片区与清单',
    documents: '规则与配置',
    rollout: '分批下发',
    webhooks: '事件推送',
  },
  find: '查找',
  noneFound: '没有符合的条目',
  onceTitle: '只显示这一次',
  copied: '已复制',
  copy: '复制',
  onceDone: '我已妥善保存',
  allBureaus: '不限部门（全区）',
  bureau: '部门',
  save: '保存',
  confirm: '确定执行',
  accounts: accountsZh,
  areas: areasZh,
  documents: documentsZh,
  rollout: rolloutZh,
  webhooks: webhooksZh,
};

/** The same in English. */
export const en: typeof zh = {
  sections: 'Parts of the administration',
  section: {
    accounts: 'Accounts',
    areas: 'Areas and lists',
    documents: 'Rules and settings',
    rollout: 'Roll-out',
    webhooks: 'Webhooks',
  },
  find: 'Find',
  noneFound: 'Nothing fits',
  onceTitle: 'Shown this once',
  copied: 'Copied',
  copy: 'Copy',
  onceDone: 'I have kept it',
  allBureaus: 'Not limited to a bureau',
  bureau: 'Bureau',
  save: 'Save',
  confirm: 'Yes, do it',
  accounts: accountsEn,
  areas: areasEn,
  documents: documentsEn,
  rollout: rolloutEn,
  webhooks: webhooksEn,
};
