/** The words of signing in, in Chinese. */
export const zh = {
  purpose: '网关运维控制台',
  ended: '登录已失效或网关已重新启动，请重新登录。登录后会回到刚才的页面。',
  name: '账号',
  password: '密码',
  submit: '登录',
  required: '此项必填',
  forgotten: '没有账号或忘记密码？请在网关上执行：',
};

/** The same in English. */
export const en: typeof zh = {
  purpose: "The gateway's console for operators",
  ended: 'Your session has ended, or the gateway started anew. Sign in again to go on where you were.',
  name: 'Name',
  password: 'Password',
  submit: 'Sign in',
  required: 'This is needed',
  forgotten: 'No account, or the password forgotten? On the box run:',
};
