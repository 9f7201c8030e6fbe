/** The words of signing in, in Chinese. */
export const zh = {
  purpose: '网关运维控制台',
  name: '账号',
  password: '密码',
  submit: '登录',
  required: '此项必填',
  forgotten: '没有账号或忘记密码？请在网关上执行：',
};

/** The same in English. */
export const en: typeof zh = {
  purpose: "The gateway's console for operators",
  name: 'Name',
  password: 'Password',
  submit: 'Sign in',
  required: 'This is needed',
  forgotten: 'No account, or the password forgotten? On the box run:',
};
