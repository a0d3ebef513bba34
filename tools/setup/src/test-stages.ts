import { stripVTControlCharacters } from 'node:util';

export interface Stage {
  readonly title: string;
  readonly file: string;
  readonly args: readonly string[];
  /** Milliseconds. */
  readonly deadline: number;
  /** Titles of the stages without which this one makes no sense. */
  readonly needs: readonly string[];
}

export interface Outcome {
  readonly title: string;
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
}

const minute = 60_000;

/** All that `npm test` does, in order; the rehearsal is a platform beside the local one. */
export const stages: readonly Stage[] = [
  {
    title: 'Set-up',
    file: 'node',
    args: ['tools/setup/src/main.ts', '--for', 'test'],
    deadline: 25 * minute,
    needs: [],
  },
  {
    title: 'Layers',
    file: 'nx',
    args: ['run', 'check-layers:check-layers'],
    deadline: 5 * minute,
    needs: [],
  },
  {
    title: 'Lint, types and tests of every project',
    file: 'nx',
    args: ['run-many', '-t', 'lint', 'typecheck', 'test', '--parallel=2', '--output-style=static'],
    deadline: 30 * minute,
    needs: ['Set-up'],
  },
  {
    title: 'Tests that need the engine',
    file: 'nx',
    args: ['run-many', '-t', 'test-engine', '--parallel=1', '--output-style=static'],
    deadline: 25 * minute,
    needs: ['Set-up'],
  },
  {
    title: 'Rehearsal: deploy',
    file: 'nx',
    args: ['run', 'stacks:deploy', '-c', 'rehearsal'],
    deadline: 15 * minute,
    needs: ['Set-up'],
  },
  {
    title: 'Rehearsal: verify',
    file: 'nx',
    args: ['run', 'verify:verify', '-c', 'rehearsal'],
    deadline: 25 * minute,
    needs: ['Rehearsal: deploy'],
  },
  {
    title: 'Rehearsal: destroy',
    file: 'nx',
    args: ['run', 'stacks:destroy', '-c', 'rehearsal', '--yes'],
    deadline: 5 * minute,
    needs: ['Set-up'],
  },
];

/** The Vagrantfile has one machine, which on a person's computer is the person's. */
export const machineStages: readonly Stage[] = [
  {
    title: 'Machine: set-up',
    file: 'node',
    args: ['tools/setup/src/main.ts', '--for', 'machine'],
    deadline: 15 * minute,
    needs: ['Set-up'],
  },
  {
    title: 'Machine: up, with its deploy',
    file: 'vagrant',
    args: ['up', '--provider=docker'],
    deadline: 20 * minute,
    needs: ['Machine: set-up'],
  },
  {
    title: 'Machine: verify',
    file: 'nx',
    args: ['run', 'verify:verify', '-c', 'vagrant'],
    deadline: 25 * minute,
    needs: ['Machine: up, with its deploy'],
  },
  {
    title: 'Machine: power cut',
    file: 'nx',
    args: ['run', 'vagrant:power'],
    deadline: 10 * minute,
    needs: ['Machine: up, with its deploy'],
  },
  {
    title: 'Machine: destroy',
    file: 'vagrant',
    args: ['destroy', '--force'],
    deadline: 5 * minute,
    needs: ['Machine: set-up'],
  },
];

export function canRun({ needs }: Stage, outcomes: readonly Outcome[]): boolean {
  return needs.every((title) => outcomes.some((outcome) => outcome.title === title && outcome.ok));
}

/** A stage counts for the tests that it ran, and for one where it ran none that it could count. */
export function outcomeOf({ title }: Stage, exitCode: number, output: string): Outcome {
  const { passed, failed } = countTests(output);
  const ok = exitCode === 0 && failed === 0;
  return { title, ok, passed: passed || (ok ? 1 : 0), failed: failed || (ok ? 0 : 1) };
}

export function notRun({ title }: Stage): Outcome {
  return { title, ok: false, passed: 0, failed: 1 };
}

/** Sums up the closing lines of all the vitest runs in the output. */
export function countTests(output: string): { readonly passed: number; readonly failed: number } {
  const closing = stripVTControlCharacters(output).matchAll(/^\s*Tests\s+(.+)\(\d+\)\s*$/gm);
  const sums = { passed: 0, failed: 0 };
  for (const [, counts = ''] of closing) {
    for (const [, count, kind] of counts.matchAll(/(\d+) (passed|failed)/g))
      sums[kind as keyof typeof sums] += Number(count);
  }
  return sums;
}

export function summary(outcomes: readonly Outcome[]): string {
  const lines = outcomes.map(({ ok, title }) => `${ok ? 'ok    ' : 'FAILED'}  ${title}`);
  const sum = (kind: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[kind], 0);
  return [...lines, '', `${sum('passed')} passed, ${sum('failed')} failed`].join('\n');
}
