import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const program = new URL('dist/main.js', import.meta.url).pathname;
const scenarios = new URL('scenarios/', import.meta.url).pathname;
const environment = {
  ...process.env,
  LAMPPOST_SIM_RTSP_PASSWORD: 'password-of-rtsp',
  LAMPPOST_SIM_DEVICE_PASSWORD: 'password-of-devices',
  LAMPPOST_SIM_GATEWAY_PASSWORD: 'password-of-gateway',
};
const base = ['--gateway-id', 'pole-1', '--broker-port', '0', '--rtsp-port', '0'];

function start(argv: readonly string[], variables: NodeJS.ProcessEnv = environment) {
  expect(existsSync(program), `${program} is built by: npx tsc --build device-sim`).toBe(true);
  const child = spawn(process.execPath, [program, ...argv], { env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stderr: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  return { child, said };
}

test.each([
  ['a missing scenario', [...base, '--scenario', '/nowhere.yaml'], environment, "/nowhere.yaml: can't be read"],
  ['no secrets', [...base, '--scenario', 'x.yaml'], { PATH: process.env.PATH }, 'set LAMPPOST_SIM_'],
  ['a missing video', [...base, '--footage', '/nowhere.mp4', '--camera', 'c'], environment, '/nowhere.mp4'],
])('%s ends it with exit code 2 and the mend', async (_name, argv, variables, complaint) => {
  const { child, said } = start(argv, variables);
  const [code] = (await once(child, 'close')) as [number];
  expect(said.stderr).toContain(complaint);
  expect(code).toBe(2);
});

test('it prints one line when all is up, and ends on SIGTERM', async () => {
  const { child, said } = start([...base, '--scenario', `${scenarios}quiet-street.yaml`]);
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout });
  output.on('line', (line) => lines.push(line));
  await once(output, 'line');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ ready: true, cameras: ['street-cam'] });
  child.kill('SIGTERM');
  const askedAtMs = Date.now();
  const [code] = (await once(child, 'close')) as [number];
  expect(Date.now() - askedAtMs).toBeLessThan(2_500);
  expect(code, said.stderr).toBe(0);
  expect(lines).toHaveLength(1);
}, 120_000);
