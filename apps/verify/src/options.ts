import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Scenario } from './releases/scenario.ts';
import { suites } from './suites.ts';

export interface Options {
  readonly target: string;
  readonly config: string;
  readonly scenario: Scenario;
  readonly only: readonly string[];
  readonly without: readonly string[];
  /** Absent: all of them. */
  readonly service?: string;
}

/** The options that say how large the load and the releases under it are. */
export const scenarioUsage = `  --releases <count>  releases in a row under load (default 20)
  --rollbacks <count>  rollbacks among them, warm and cold by turns (default 1)
  --edge-replacements <count>  replacements of the edge among them (default 0)
  --rate <count>      requests each second of that load (default 300)
  --long <seconds>    how long the long requests, transfers and event streams take (default 10)
  --sockets <count>   websockets of that load (default 20)
  --streams <count>   long requests, and event streams, at a time (default 4)
  --transfers <count>  uploads, and downloads, of 100 MB at a time (default 1)
  --duration <seconds>  spreads the releases over at least so long (default 0)`;

export const usage = `node apps/verify/src/main.ts --target <target> [options]

Checks a running platform from outside and prints what it did; the same goes to .causeway/<target>/verify.json.

  --target <name>     a target of the config
  --only <suite>      that suite alone, may be given several times: ${suites.join(', ')}
  --without <suite>   all but that suite, may be given several times
  --service <name>    releases of that service alone; the others are its neighbours
${scenarioUsage}
  --other-config <file>  config that differs from the platform's in the edge alone
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
      service: { type: 'string' },
      releases: { type: 'string', default: '20' },
      rollbacks: { type: 'string', default: '1' },
      'edge-replacements': { type: 'string', default: '0' },
      'other-config': { type: 'string' },
      rate: { type: 'string', default: '300' },
      long: { type: 'string', default: '10' },
      sockets: { type: 'string', default: '20' },
      streams: { type: 'string', default: '4' },
      transfers: { type: 'string', default: '1' },
      duration: { type: 'string', default: '0' },
      only: { type: 'string', multiple: true, default: [] },
      without: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (values.target === undefined) throw new Error('--target: missing; write for example --target local');
  const { target, config, service, 'other-config': otherConfig } = values;
  const edgeReplacements = count('--edge-replacements', values['edge-replacements'], 0);
  if (edgeReplacements > 0 && !otherConfig)
    throw new Error('--edge-replacements: needs another edge; write --other-config <file> as well');
  const scenario: Scenario = {
    releases: count('--releases', values.releases),
    rollbacks: count('--rollbacks', values.rollbacks, 0),
    edgeReplacements,
    ...(otherConfig && { otherConfig: resolve(otherConfig) }),
    rate: count('--rate', values.rate),
    long: count('--long', values.long),
    sockets: count('--sockets', values.sockets, 0),
    streams: count('--streams', values.streams, 0),
    transfers: count('--transfers', values.transfers, 0),
    duration: count('--duration', values.duration, 0),
  };
  const only = known('--only', values.only);
  const without = known('--without', values.without);
  return { target, config, scenario, only, without, ...(service && { service }) };
}

function count(option: string, value: string, least = 1): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(
    `${option} ${value}: must be a whole number above ${least - 1}; write for example ${option} 20`,
  );
}

function known(option: string, names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !suites.includes(name));
  if (unknown === undefined) return names;
  throw new Error(`${option} ${unknown}: no such suite; write one of ${suites.join(', ')}`);
}
