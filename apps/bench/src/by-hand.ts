import { docker, type Observation, type Target, until } from '@causeway/verify';
import { type Bare, bareContainers, optionsFor, removeBare, runBare } from './bare-container.ts';
import { bootsOf, wholeBoot } from './boot.ts';
import { ask, steadyStream } from './client.ts';

/** What the same image costs on this machine without a platform. Seconds. */
export interface ByHand {
  readonly migration: number;
  /** From `docker run` to the first answer of all replicas. */
  readonly runToAnswer: number;
  readonly boot: number;
  /** From a replica's being ready to its first answer, asked directly; of the slowest. */
  readonly readyToAnswer: number;
}

/** Migrates and starts as many containers as the service has replicas, with the engine's client and nothing else. */
export async function timeByHand(target: Target, rate: number, image: string): Promise<ByHand> {
  await removeBare(target);
  try {
    const migration = await timeMigration(target, image);
    return { migration, ...(await timeStart(target, rate, image)) };
  } finally {
    await removeBare(target);
  }
}

async function timeMigration(target: Target, image: string): Promise<number> {
  const beganAt = performance.now();
  await docker(target, ['run', '--rm', ...optionsFor(target), image, 'node', 'server.ts', 'migrate']);
  return (performance.now() - beganAt) / 1000;
}

async function timeStart(target: Target, rate: number, image: string): Promise<Omit<ByHand, 'migration'>> {
  const containers = bareContainers(target);
  const streams = containers.map(({ name, origin }) => ({ ...steadyStream(name, rate), origin }));
  const { result: beganAt, record } = await ask({ origin: '', ca: target.ca }, streams, async () => {
    const now = Date.now();
    await Promise.all(containers.map((container) => runBare(target, container, image)));
    await Promise.all(containers.map(untilItAnswers));
    return now;
  });
  const names = containers.map(({ name }) => name);
  const boots = await bootsOf(target, names);
  const answers = names.map((name) => firstAnswerOf(record.observations, name));
  const { startedAt, readyAt } = wholeBoot(boots);
  return {
    runToAnswer: (Math.max(...answers) - beganAt) / 1000,
    boot: (readyAt - startedAt) / 1000,
    readyToAnswer:
      Math.max(...boots.map((boot, index) => (answers[index] ?? Number.NaN) - boot.readyAt)) / 1000,
  };
}

function untilItAnswers({ name, origin }: Bare): Promise<void> {
  const patience = { every: 50, atMost: 60_000 };
  return until(`${name} answers`, async () => (await fetch(origin)).ok, patience);
}

/** Milliseconds since the epoch; NaN where it has answered nothing. */
function firstAnswerOf(observations: readonly Observation[], stream: string): number {
  const served = observations.find((seen) => seen.stream === stream && seen.failure === undefined);
  return served?.at ?? Number.NaN;
}
