import { type Figures, nearestRank } from '@causeway/verify';
import type { Sample } from './measurement.ts';

type Rows = Figures['rows'];

/** One row for each subject of a scenario; what it costs in relation to the first one of `subjects`. */
export function proxyRows(samples: readonly Sample[], scenario: string, subjects: readonly string[]): Rows {
  const own = costOf(samples, scenario, subjects[0] ?? '');
  return subjects.map((subject) => {
    const of = samplesOf(samples, scenario, subject);
    const cost = costOf(samples, scenario, subject);
    return {
      [scenario]: subject,
      'CPU µs a request': tenths(cost),
      IQR: tenths(spread(of.map(({ cpu }) => cpu))),
      'ours in relation': hundredths(own / cost),
      'requests/s': Math.round(median(of.map(({ rate }) => rate))),
      'p50 ms': hundredths(median(of.map(({ p50 }) => p50))),
      'p99 ms': hundredths(median(of.map(({ p99 }) => p99))),
    };
  });
}

/** What each subject costs more or less than the first one in the same round. */
export function featureRows(samples: readonly Sample[], scenario: string, subjects: readonly Row[]): Rows {
  const [defaults] = subjects;
  const base = samplesOf(samples, scenario, defaults?.name ?? '').map(({ cpu }) => cpu);
  return subjects.slice(1).map(({ name, is }) => {
    const costs = samplesOf(samples, scenario, name).map(({ cpu }) => cpu);
    const costing = costs.map((cost, round) => (is === 'on' ? 1 : -1) * (cost - (base[round] ?? Number.NaN)));
    return {
      feature: name,
      'by default': is === 'on' ? 'off' : 'on',
      'costs µs': tenths(median(costing)),
      IQR: tenths(spread(costing)),
    };
  });
}

export interface Row {
  readonly name: string;
  readonly is: 'off' | 'on';
}

/** The same as a table of Markdown. */
export function markdownOf(rows: Rows): string {
  const columns = Object.keys(rows[0] ?? {});
  const lines = [
    columns,
    columns.map(() => '---'),
    ...rows.map((row) => columns.map((name) => `${row[name]}`)),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function samplesOf(samples: readonly Sample[], scenario: string, subject: string): Sample[] {
  return samples.filter((sample) => sample.scenario === scenario && sample.subject === subject);
}

function costOf(samples: readonly Sample[], scenario: string, subject: string): number {
  return median(samplesOf(samples, scenario, subject).map(({ cpu }) => cpu));
}

function median(values: readonly number[]): number {
  return nearestRank(values)(0.5);
}

/** The width of the middle half. */
function spread(values: readonly number[]): number {
  const rank = nearestRank(values);
  return rank(0.75) - rank(0.25);
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
