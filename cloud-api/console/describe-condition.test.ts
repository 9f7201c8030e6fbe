import { expect, test } from 'vitest';
import { describeCondition, nameLabel } from './describe-condition.js';

test.each([
  ['car stationary in zone bus-lane', '小汽车在区域「bus-lane」内静止停留'],
  ['person standing with dining table in zone gate', '有人携桌子在区域「gate」内停留'],
  ['flame by colour and flicker in zone yard', '区域「yard」内出现明火（颜色与闪烁特征）'],
  ['mean of a34001 over 900 s at dust-1', '监测点 dust-1 的 TSP 15 分钟均值'],
  ['mean of b99 over 90 s at dust-1', '监测点 dust-1 的 b99 1 分钟 30 秒均值'],
  ['something a later gateway says', 'something a later gateway says'],
])('%j reads as %j', (condition, chinese) => {
  expect(describeCondition(condition, 'zh')).toBe(chinese);
  expect(describeCondition(condition, 'en')).toBe(condition);
});

test('a label that has no Chinese name is shown as it is', () => {
  expect(nameLabel('truck', 'zh')).toBe('货车');
  expect(nameLabel('truck', 'en')).toBe('truck');
  expect(nameLabel('zeppelin', 'zh')).toBe('zeppelin');
});
