/** What both pages say, in Chinese; each page takes it among its own words. */
export const kitZh = {
  product: '灯柱 Lamppost',
  language: { other: 'English', toggle: '切换语言' },
  appearance: { light: '浅色', dark: '深色', toggle: '切换深浅色' },
  frame: { skip: '跳到正文', pages: '栏目', account: '账号', signOut: '退出登录', password: '修改密码' },
  common: { cancel: '取消', ok: '确定', retry: '重试' },
  problem: {
    unreachable: '无法连接服务器，请检查网络后重试。',
    title: '操作未成功',
    other: '服务器拒绝了请求。',
    'access.sign-in-wrong': '账号或密码不正确。',
    'access.too-many-failures': '失败次数过多，请稍后再试。',
    'account.password-weak':
      '密码太弱：至少 12 位，含小写、大写、数字、其他字符中的三种，或至少 20 位任意字符；不得包含账号名。',
  },
  notLoaded: {
    title: '此页面未能载入',
    hint: '服务器可能刚刚重新启动或升级，或者网络中断。重新载入即可继续，已保存的内容不会丢失。',
    reload: '重新载入',
  },
  password: {
    title: '设置新密码',
    why: '您使用的是一次性密码，请先设置自己的密码。',
    current: '当前密码',
    next: '新密码',
    again: '再次输入新密码',
    differ: '两次输入不一致',
    required: '此项必填',
    submit: '保存新密码',
    done: '密码已修改',
    rule: '至少 12 位，含小写、大写、数字、其他字符中的三种；或至少 20 位任意字符。',
  },
  matter: { dust: '扬尘', parking: '违停', stall: '占道经营', burning: '露天焚烧' },
};

/** The words of the kit; each language has all of them. */
export type KitWords = typeof kitZh;
