import { expect, test } from 'vitest';
import { describeCondition, nameLabel } from './describe-condition.js';

test.each([
  ['car stationary in zone bus-lane', '小汽车在区域「bus-lane」内静止停留'],
  ['person standing with dining table in zone gate', '有人携桌子在区域「gate」内停留'],
  ['person standing with an unknown object in zone gate', '有人携不明物体在区域「gate」内停留'],
  ['people gathered at stopped tricycle in zone gate', '区域「gate」内有人聚集在停驻的三轮车旁'],
  ['stall seen by a model in zone gate', '模型在区域「gate」内识别到摊位'],
  ['unknown object seen in place, still', '不明物体在原处静止可见的时间占比'],
  [
    'unproven: no stall model; told by what stands together, to be verified on site',
    '未经验证：无摊位识别模型，仅由同处的人与物推断，须到场核实',
  ],
  ['fire in 32 of 40 looks in zone yard', '区域「yard」内持续出现明火（最近 40 次分析中 32 次可见）'],
  ['smoke in 9 of 9 looks in zone yard', '区域「yard」内持续出现烟雾（最近 9 次分析中 9 次可见）'],
  ['mean score of the fire', '明火的平均识别得分'],
  ['signs of fire at the smoke in 14 of 40 looks', '烟雾中或其旁有明火迹象（最近 40 次分析中 14 次可见）'],
  ['smoke not seen in the background', '此处长期背景中没有烟雾（背景平均得分）'],
  ['smoke grown from 4 to 19 cells', '烟雾范围由 4 格扩大到 19 格'],
  ['a34002 at dust-1 rose from 80.5 to 160', '监测点 dust-1 的 PM10 由 80.5 升至 160'],
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
