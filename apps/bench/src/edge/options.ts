import { parseArgs } from 'node:util';

export interface EdgeOptions {
  /** How often each figure is measured. */
  readonly rounds: number;
  /** Requests of 1 kB in one measurement on kept connections; other kinds have a share of it. */
  readonly requests: number;
  readonly features: boolean;
  readonly proxies: boolean;
  /** Whether what is missing may be fetched from Debian's packages into the user's cache. */
  readonly fetch: boolean;
}

export const usage = `node apps/bench/src/edge/main.ts [options]

CPU time, rate and latency of the edge with all defaults on, beside bare Envoy, nginx, HAProxy and Caddy with TLS, access log and
the same rules, on loopback; then what each feature of the edge costs. Linux only; starts no platform and needs no Docker.

  --rounds <count>    how often each figure is measured, by turns (default 9)
  --requests <count>  requests in one measurement (default 4000)
  --fetch             fetch h2load, nginx, HAProxy and Caddy from Debian's packages into the user's cache where they are
                      missing; nothing is installed or started on the system
  --proxies-only      leave the features out
  --features-only     leave the other proxies out
  --help              this text

Exit code 0: everything was measured. 2: something could not be. No figure is ever held against a limit.`;

/** Throws with what to write instead. */
export function parseEdgeOptions(args: readonly string[]): EdgeOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '9' },
      requests: { type: 'string', default: '4000' },
      fetch: { type: 'boolean', default: false },
      'proxies-only': { type: 'boolean', default: false },
      'features-only': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    rounds: count('--rounds', values.rounds, 1),
    requests: count('--requests', values.requests, 200),
    features: !values['proxies-only'],
    proxies: !values['features-only'],
    fetch: values.fetch,
  };
}

function count(option: string, value: string, least: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`${option} ${value}: must be a whole number of at least ${least}`);
}
