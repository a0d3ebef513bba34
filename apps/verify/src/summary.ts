import { tableOf } from './figures.ts';
import type { Check } from './run.ts';

/** Prints what the checks measured, how many of each suite hold, and where the report is. */
export function print(checks: readonly Check[], file: string): void {
  for (const { title, rows } of checks.flatMap(({ figures }) => figures))
    console.log(`\n${title}\n${tableOf(rows)}`);
  console.log(`\nSuites\n${tableOf(summarise(checks))}\n\nThe same as JSON: ${file}`);
}

function summarise(checks: readonly Check[]): Record<string, string | number>[] {
  const suites = Map.groupBy(checks, ({ suite }) => suite);
  const count = (its: readonly Check[], wanted: Check['state']) =>
    its.filter(({ state }) => state === wanted).length;
  return [...suites].map(([suite, its]) => ({
    suite,
    passed: count(its, 'passed'),
    failed: count(its, 'failed'),
    skipped: count(its, 'skipped'),
    seconds: Math.round(its[0]?.suiteSeconds ?? 0),
  }));
}
