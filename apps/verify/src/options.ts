import { parseArgs } from 'node:util';
import { suites } from './suites.ts';

export interface Options {
  readonly target: string;
  readonly config: string;
  readonly releases: number;
  /** Requests each second. */
  readonly rate: number;
  readonly only: readonly string[];
}

export const usage = `node apps/verify/src/main.ts --target <target> [options]

Checks a running platform from outside and prints what it did; the same goes to .causeway/<target>/verify.json.

  --target <name>     a target of the config
  --only <suite>      that suite alone, may be given several times: ${suites.join(', ')}
  --releases <count>  releases in a row under load (default 20)
  --rate <count>      requests each second of that load (default 300)
  --config <file>     the platform's config (default stacks/platform.config.ts)
  --help              this text

Exit code 0: everything holds. 1: something does not. 2: it could not be looked at.`;

/** Throws with what to write instead. */
export function parseOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      target: { type: 'string' },
      config: { type: 'string', default: 'stacks/platform.config.ts' },
      releases: { type: 'string', default: '20' },
      rate: { type: 'string', default: '300' },
      only: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.target === undefined) throw new Error('--target: missing; write for example --target local');
  const { target, config } = values;
  const releases = count('--releases', values.releases);
  return { target, config, releases, rate: count('--rate', values.rate), only: known(values.only) };
}

function count(option: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  throw new Error(`${option} ${value}: must be a whole number above 0; write for example ${option} 20`);
}

function known(only: readonly string[]): readonly string[] {
  const unknown = only.find((name) => !suites.includes(name));
  if (unknown === undefined) return only;
  throw new Error(`--only ${unknown}: no such suite; write one of ${suites.join(', ')}`);
}
