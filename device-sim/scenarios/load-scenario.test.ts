import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ScenarioError, loadScenario, parseScenario } from './load-scenario.js';

const folder = new URL('.', import.meta.url).pathname;
const shipped = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test.each(shipped)('%s can be played', async (name) => {
  const scenario = await loadScenario(`${folder}${name}`);
  expect(`${scenario.name}.yaml`).toBe(name);
});

const good = `name: small
description: One camera and one monitor.
cameras:
  - id: cam-1
    deviceCode: null
    place: { lng: 121.5, lat: 31.2, name: Somewhere }
    bearingDeg: 90
    scene:
      background: street
      actors:
        - { draw: car, paint: red, path: [{ at: 1, x: 0.5, y: 0.7 }] }
monitors:
  - id: dust-1
    protocol: hj212
    mn: 010000A8900016F000169DC0
    pw: '123456'
    place: { lng: 121.5, lat: 31.2, name: Somewhere }
    factors:
      a34001: { values: [{ at: 0, value: 100 }] }
truth:
  nothingElse: true
  findings:
    - matter: dust
      sourceId: dust-1
      subject: null
      fromSeconds: 1
      latestSeconds: 5
`;

test('a good scenario is read', () => {
  expect(parseScenario(good, 'small.yaml').cameras[0]?.scene.actors[0]?.scale).toBe(1);
});

test.each([
  ['an unknown paint', 'paint: red', 'paint: pink', 'small.yaml:11: cameras.0.scene.actors.0.paint: Invalid option'],
  [
    'an unknown key',
    'background: street',
    'background: street\n      weather: rain',
    'small.yaml:9: cameras.0.scene: Unrecognized key: "weather"',
  ],
  ['a missing field', '    bearingDeg: 90\n', '', 'small.yaml:4: cameras.0.bearingDeg'],
  [
    'an id used twice',
    'id: dust-1\n    protocol',
    'id: cam-1\n    protocol',
    'small.yaml:13: monitors.0.id: "cam-1" is used twice',
  ],
  ['a bad MN', '010000A8900016F000169DC0', 'abc', 'small.yaml:15: monitors.0.mn: 24 of 0-9 A-F'],
  ['times that go back', 'path: [{ at: 1,', 'path: [{ at: 2, x: 0, y: 0 }, { at: 1,', 'the times (at) must grow'],
  [
    'a finding of nobody',
    'sourceId: dust-1',
    'sourceId: dust-9',
    'small.yaml:24: truth.findings.0.sourceId: "dust-9" is none of the monitors',
  ],
  ['a first value that is late', 'values: [{ at: 0,', 'values: [{ at: 3,', 'the first value must be at 0'],
  ['YAML that is none', 'cameras:', 'cameras: [', 'small.yaml:'],
])('%s is told with file, line and mend', (_name, from, to, complaint) => {
  expect(good).toContain(from);
  expect(() => parseScenario(good.replace(from, to), 'small.yaml')).toThrow(ScenarioError);
  expect(() => parseScenario(good.replace(from, to), 'small.yaml')).toThrow(complaint);
});

test('a file that is not there is named', async () => {
  await expect(loadScenario('/nowhere/x.yaml')).rejects.toThrow("/nowhere/x.yaml: can't be read");
});
