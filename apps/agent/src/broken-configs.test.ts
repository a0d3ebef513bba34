import { expect, test } from 'vitest';
import { sufferBrokenConfigs } from './testing/broken-configs.ts';

// each broken setting is looked for with the real binary
test('a broken service is named and keeps its last good settings; the others are served and change', {
  timeout: 600_000,
}, async () => {
  const { refused, requests } = await sufferBrokenConfigs(8, 20_261_121);
  expect(refused).toBeGreaterThanOrEqual(5);
  expect(requests).toBeGreaterThan(0);
});
