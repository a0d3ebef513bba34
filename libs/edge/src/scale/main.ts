import { readFileSync } from 'node:fs';
import { renderBootstrap } from '../bootstrap.ts';
import { renderEdge } from '../edge.ts';
import type { EdgeFiles } from '../resource-file.ts';
import { validate } from '../testing/envoy.ts';
import { testSecrets } from '../testing/plan.ts';
import { type RunningEdge, startEdge } from '../testing/running-edge.ts';
import { flattenForValidation } from '../validation.ts';
import { allLive, manyServices, replicasEach, withRelease } from './many-services.ts';
import { type Replicas, startReplicas } from './replicas.ts';

/** Without the first, which also pays for the start of everything. */
async function compareSizes(): Promise<void> {
  const replicas = await startReplicas();
  try {
    await measure(100, replicas);
    for (const services of [100, 300, 1000]) console.log(await measure(services, replicas));
  } finally {
    replicas.stop();
  }
}

/** Milliseconds, where nothing else is said. */
async function measure(count: number, { port }: Replicas) {
  const secrets = testSecrets('alice');
  const services = manyServices(count);
  const live = allLive(services, port);
  const edge = await startEdge(services);
  try {
    const render = () => renderEdge(edge.plan, live, secrets);
    const before = process.cpuUsage();
    const [files, rendered] = await timed(render);
    const { user, system } = process.cpuUsage(before);
    const flat = flattenForValidation(renderBootstrap(edge.plan), files);
    const [said, validated] = await timed(() => validate(flat));
    const [, taken] = await timed(() => edge.apply(live, secrets));
    const [, released] = await timed(() => edge.apply(withRelease(live, port), secrets));
    return {
      services: count,
      replicas: count * replicasEach,
      rendered,
      'rendered, CPU': Math.round((user + system) / 1000),
      validated,
      said,
      taken,
      released,
      ...sizes(files, edge),
      refused: await edge.refusals(),
    };
  } finally {
    await edge.stop();
  }
}

async function timed<Result>(act: () => Result | Promise<Result>): Promise<[Result, milliseconds: number]> {
  const start = performance.now();
  const result = await act();
  return [result, Math.round(performance.now() - start)];
}

function sizes(files: EdgeFiles, edge: RunningEdge) {
  return {
    'files, MB': inMegabytes(Object.values(files).reduce((sum, { length }) => sum + length, 0)),
    'edge, MB': inMegabytes(residentBytes(edge.pid)),
  };
}

function inMegabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}

function residentBytes(pid: number | undefined): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

await compareSizes();
