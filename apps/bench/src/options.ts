import { parseArgs } from 'node:util';

export const parts = ['rest', 'release', 'growth'] as const;
export type Part = (typeof parts)[number];

export interface Options {
  readonly parts: readonly Part[];
  /** How often each figure of `release` is measured. */
  readonly times: number;
  /** Requests each second. */
  readonly rate: number;
  readonly minutes: number;
  readonly releases: number;
  readonly keep: boolean;
}

export const usage = `node apps/bench/src/main.ts <${parts.join('|')}|all> [options]

Brings up a platform of its own (bench on target measured), measures it from outside, and takes it down again. Prints each
figure with its spread, what is wanted of it, and what the same costs on this machine by hand; the same, with every single
value, goes to .causeway/bench/<part>.json.

  release             ready to serving, overhead of a release, rollback, switch-back
  rest                CPU and memory while nobody asks anything
  growth              what many releases leave on the host

  --times <count>     rounds of release (default 10)
  --rate <count>      requests each second of the client that watches them (default 100)
  --minutes <count>   of rest (default 3)
  --releases <count>  of growth (default 200)
  --keep              leave the platform up at the end
  --help              this text

Exit code 0: everything was measured. 2: something could not be. No figure is ever held against a limit.`;

/** Throws with what to write instead. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      times: { type: 'string', default: '10' },
      rate: { type: 'string', default: '100' },
      minutes: { type: 'string', default: '3' },
      releases: { type: 'string', default: '200' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    parts: chosenParts(positionals),
    times: count('--times', values.times),
    rate: count('--rate', values.rate),
    minutes: count('--minutes', values.minutes),
    releases: count('--releases', values.releases),
    keep: values.keep,
  };
}

function chosenParts([name = '', ...more]: readonly string[]): readonly Part[] {
  const chosen = name === 'all' ? parts : parts.filter((part) => part === name);
  if (chosen.length > 0 && more.length === 0) return chosen;
  throw new Error(`bench ${[name, ...more].join(' ')}: write one of ${parts.join(', ')}, all`);
}

function count(option: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`${option} ${value}: must be a whole number above 0; write for example ${option} 10`);
}
