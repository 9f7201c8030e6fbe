import { expect, test } from 'vitest';
import { readEvalOptions } from './eval-options.js';

test('a folder or a clip, with what is usual where nothing is said', () => {
  expect(
    readEvalOptions(['--data', 'pictures', '--labels', 'yolo', '--json', '--negatives', 'a', '--negatives', 'b']),
  ).toEqual({
    kind: 'folder',
    json: true,
    model: null,
    threads: 2,
    data: 'pictures',
    labels: 'yolo',
    classes: null,
    negatives: ['a', 'b'],
    only: null,
  });
  expect(readEvalOptions(['--clip', 'c.mp4', '--rules', 'r.yaml', '--truth', 't.yaml', '--rate', '2.5'])).toEqual({
    kind: 'clip',
    json: false,
    model: null,
    threads: 2,
    clip: 'c.mp4',
    rules: 'r.yaml',
    truth: 't.yaml',
    rate: 2.5,
  });
  expect(readEvalOptions(['--help'])).toEqual({ kind: 'help' });
});

test.each([
  [[], /--data: not given[\s\S]*npm run eval/],
  [['--data', 'x'], /--labels: not given/],
  [['--data', 'x', '--labels', 'voc'], /--labels: voc is none of yolo, image, plates/],
  [['--clip', 'x', '--rules', 'r'], /--truth: not given/],
  [['--clip', 'x', '--data', 'y'], /--clip and --data: give one of them/],
  [['--clip', 'x', '--rules', 'r', '--truth', 't', '--rate', 'fast'], /--rate: fast is not a number from 0\.2 to 25/],
  [['--data', 'x', '--labels', 'yolo', '--threads', '0'], /--threads: 0 is not/],
  [['--date', 'x'], /--date[\s\S]*npm run eval/],
])('%j is refused with what to give', (argv, message) => {
  expect(() => readEvalOptions(argv)).toThrow(message);
});
