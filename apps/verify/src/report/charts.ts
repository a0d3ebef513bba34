import * as echarts from 'echarts';
import type { Timeline } from './timeline.ts';

/** Something done during the run, `at` seconds from its beginning. */
export interface Mark {
  readonly name: string;
  readonly at: number;
}

/** As SVG that needs no script. */
export function latencyChart({ times, latency }: Timeline, marks: readonly Mark[]): string {
  const series = Object.entries(latency).map(([name, values], index) => ({
    name,
    type: 'line',
    showSymbol: false,
    data: values.map((value, slice) => [times[slice], value]),
    ...(index === 0 && { markLine: markLine(marks) }),
  }));
  const yAxis = { type: 'log', name: 'ms', logBase: 10 };
  return draw({ ...frame, yAxis, legend: { top: 0 }, series });
}

export function releasesChart({ times, answers, failures }: Timeline, marks: readonly Mark[]): string {
  const bars = [...answers].map(([name, counts]) => bar(name, times, counts));
  const failed = { ...bar('failed', times, failures), itemStyle: { color: '#d00000' } };
  const series = [...bars, { ...failed, markLine: markLine(marks) }];
  return draw({ ...frame, yAxis: { type: 'value', name: 'answers' }, series });
}

function bar(name: string, times: readonly number[], counts: readonly number[]) {
  return {
    name,
    type: 'bar',
    stack: 'all',
    barWidth: '98%',
    data: counts.map((count, index) => [times[index], count]),
  };
}

const frame = {
  animation: false,
  grid: { left: 60, right: 20, top: 30, bottom: 40 },
  xAxis: { type: 'value', name: 's', min: 'dataMin', max: 'dataMax' },
};

const colours: Readonly<Record<string, string>> = { release: '#999999', edge: '#0060c0' };

function markLine(marks: readonly Mark[]) {
  const data = marks.map(({ name, at }) => ({
    xAxis: at,
    lineStyle: { color: colours[name.split(' ')[0] ?? ''] ?? '#c06000', width: 1, type: 'dotted' },
  }));
  return { symbol: 'none', silent: true, label: { show: false }, data };
}

function draw(option: object): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 1100, height: 320 });
  chart.setOption(option as echarts.EChartsOption);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
