import { expect, test } from 'vitest';
import { latencyChart, releasesChart } from './charts.ts';
import { pageOf } from './page.ts';
import { timelineOf } from './timeline.ts';

const seen = [0, 1, 2, 3].map((second) => ({
  stream: 'reads',
  client: 1,
  due: 0,
  sent: 0,
  ended: second + 1,
  at: second * 1000,
  release: `app@${second < 2 ? 1 : 2}`,
}));

test('a page needs nothing but itself', () => {
  const timeline = timelineOf(seen, () => true);
  const marks = [{ name: 'release', at: 2 }];
  const charts = [
    { title: 'Latency', svg: latencyChart(timeline, marks) },
    { title: 'Releases', svg: releasesChart(timeline, marks) },
  ];
  const page = pageOf('A <run>', charts, [{ title: 'Figures', rows: [{ stream: 'a & b', p50: 1.23456 }] }]);
  expect(page.match(/<svg /g)).toHaveLength(2);
  expect(page).toContain('A &#60;run&#62;');
  expect(page).toContain('<td>a &#38; b</td><td class="number">1.235</td>');
  expect(page).not.toMatch(/<script|<link|src=|@import|https?:\/\/(?!www\.w3\.org)/);
});

test('each release has bars of its own', () => {
  const svg = releasesChart(
    timelineOf(seen, () => true),
    [],
  );
  const colours = new Set(svg.match(/fill="(#[0-9a-f]{6}|rgb[^"]*)"/g));
  expect(colours.size).toBeGreaterThanOrEqual(2);
});
