import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { nearestRank } from '@causeway/verify';
import { run } from './run.ts';
import type { Scenario } from './scenarios.ts';
import { pinnedTo } from './server.ts';
import type { Found } from './tools.ts';

/** What h2load saw of one measurement. */
export interface Load {
  readonly requests: number;
  /** Requests each second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface Asked {
  readonly port: number;
  readonly scenario: Scenario;
  readonly requests: number;
  readonly folder: string;
  /** `Name: value`. */
  readonly headers?: readonly string[];
  readonly path?: string;
}

/** Sends requests, so many at a time as the scenario says. Throws when one was not answered with 2xx. */
export async function ask(h2load: Found, asked: Asked): Promise<Load> {
  const log = join(asked.folder, 'h2load.log');
  rmSync(log, { force: true });
  const [program = '', ...args] = [...pinnedTo('measuring'), h2load.path, ...argumentsFor(asked, log)];
  const output = await run(program, args, h2load.environment);
  return readLoad(output, readFileSync(log, 'utf8'), asked.requests);
}

function argumentsFor({ port, scenario, requests, headers = [], path = scenario.path }: Asked, log: string) {
  return [
    ...(scenario.protocol === 'HTTP/1.1' ? ['--h1'] : []),
    `--requests=${requests}`,
    `--clients=${scenario.connections}`,
    `--max-concurrent-streams=${scenario.streams}`,
    `--log-file=${log}`,
    ...[...headers, ...(scenario.keep ? [] : ['Connection: close'])].flatMap((header) => ['-H', header]),
    `https://localhost:${port}${path}`,
  ];
}

/** `log` has a line for each request: when it began, its status, microseconds. */
export function readLoad(output: string, log: string, wanted: number): Load {
  const rate = Number(/, ([\d.]+) req\/s/.exec(output)?.[1]);
  const answered = Number(/status codes: (\d+) 2xx/.exec(output)?.[1]);
  if (answered !== wanted) throw new Error(`${answered} of ${wanted} requests were answered:\n${output}`);
  const rank = nearestRank(log.trim().split('\n').map(milliseconds));
  return { requests: wanted, rate, p50: rank(0.5), p99: rank(0.99) };
}

function milliseconds(line: string): number {
  return Number(line.split('\t')[2]) / 1000;
}
