/** What stands at the page's address while the console is closed, in words. */
const WORDS = {
  'no-operators': {
    zh: '此网关还没有运维账号，控制台未开放。请在网关上执行：',
    en: 'This gateway has no operators yet, and so no console. On the box run:',
    code: 'npm run operator -- add NAME --config gateway.yaml',
  },
  'plain-http': {
    zh: '控制台不经明文 HTTP 对外提供。请在 gateway.yaml 中配置证书，或从网关本机访问：',
    en: 'The console is not served to other machines over plain HTTP. Give the gateway a certificate in gateway.yaml, or come from the box itself:',
    code: 'http:\n  tls: { certFile: ..., keyFile: ... }',
  },
} as const;

/** A page without programs or style sheets that says why there is no console, and what to do. */
export function closedPage(reason: keyof typeof WORDS): string {
  const { zh, en, code } = WORDS[reason];
  return `<!doctype html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Lamppost</title></head>
<body><main>
<h1>灯柱 Lamppost</h1>
<p>${zh}</p>
<p lang="en">${en}</p>
<pre>${code}</pre>
</main></body>
</html>
`;
}
