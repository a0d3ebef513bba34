import { type Asked, ask, type Load } from './load.ts';
import { requestsOf, type Scenario } from './scenarios.ts';
import type { Server } from './server.ts';
import type { Found } from './tools.ts';

/** Something that listens, and what it is asked. */
export interface Subject {
  readonly name: string;
  readonly server: Server;
  readonly port: number;
  readonly asks?: Pick<Asked, 'path' | 'headers'>;
}

/** One measurement of one subject. */
export interface Sample extends Load {
  readonly subject: string;
  readonly scenario: string;
  /** Microseconds of CPU time of the proxy's process for each request. */
  readonly cpu: number;
}

export interface Run {
  readonly h2load: Found;
  readonly folder: string;
  readonly rounds: number;
  readonly requests: number;
}

/** By turns, each round in another order, so that what else the machine does falls on all alike. */
export async function measure(
  subjects: readonly Subject[],
  scenarios: readonly Scenario[],
  run: Run,
): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (const scenario of scenarios) {
    for (const subject of subjects) await sampleOf(subject, scenario, warming(run));
    for (let round = 0; round < run.rounds; round++)
      for (const subject of turned(subjects, round)) samples.push(await sampleOf(subject, scenario, run));
  }
  return samples;
}

const warming = (run: Run): Run => ({ ...run, requests: run.requests / 4 });

async function sampleOf(
  { name, server, port, asks }: Subject,
  scenario: Scenario,
  run: Run,
): Promise<Sample> {
  const requests = requestsOf(scenario, run.requests);
  const before = server.cpu;
  const load = await ask(run.h2load, { port, scenario, requests, folder: run.folder, ...asks });
  return { subject: name, scenario: scenario.name, ...load, cpu: (server.cpu - before) / requests };
}

/** Begins with another one in each round, and goes backwards in every other. */
export function turned<Item>(items: readonly Item[], round: number): Item[] {
  const at = round % Math.max(1, items.length);
  const order = [...items.slice(at), ...items.slice(0, at)];
  return round % 2 === 0 ? order : order.reverse();
}
