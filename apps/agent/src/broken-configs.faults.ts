import { expect, test } from 'vitest';
import { sufferBrokenConfigs } from './testing/broken-configs.ts';

test('200 broken configs of one service', async () => {
  const { refused, requests } = await sufferBrokenConfigs(200, 1);
  expect(refused).toBeGreaterThanOrEqual(150);
  expect(requests).toBeGreaterThan(0);
});
