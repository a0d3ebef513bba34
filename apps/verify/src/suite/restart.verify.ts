import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeEach, describe, expect, inject, type TestContext, test } from 'vitest';
import { measureOutage } from '../accounting/failures.ts';
import { settleWrites } from '../accounting/writes.ts';
import { show } from '../figures.ts';
import { underLoad } from '../load/load.ts';
import type { LoadRecord } from '../load/load-plan.ts';
import { mixOf } from '../load/mix.ts';
import { readStatus } from '../platform/commands.ts';
import { containerOf, replicasOf } from '../platform/containers.ts';
import { crash, inspect, kill, start, stop } from '../platform/engine.ts';
import { startOf, waitUntilBack, waitUntilWhole } from '../platform/wholeness.ts';
import { heldWrites, newestWrite } from '../platform/writes.ts';
import type { NamedService } from '../target.ts';

const target = inject('target');
/** A third of the load of releases: what is measured here is the outage, not the load. */
const rate = inject('rate') / 3;
const limit = 8 * 60_000;
/** How long the load goes on before and after, in milliseconds. */
const margin = 2000;
/** How long an operator's stop is watched, in milliseconds: several rounds of whoever might undo it. */
const watched = 15_000;

beforeEach(() => waitUntilWhole(target), limit);

describe.each(target.services)('under load on $name', (service) => {
  const numbers = Array.from({ length: service.replicas }, (_, index) => index + 1);

  test.for(numbers)(
    'replica %d comes back after docker kill',
    { timeout: limit },
    async (number, context) => {
      await showReturn(
        context,
        service,
        `docker kill of replica ${number}`,
        await replicaName(service, number),
        kill,
      );
    },
  );

  test('a replica comes back after its process has crashed', { timeout: limit }, async (context) => {
    await showReturn(context, service, 'crash of replica 1', await replicaName(service, 1), crash);
  });

  const roles = ['edge', 'agent', 'guard', ...Object.keys(target.platform.data)];
  test.for(roles)('the %s comes back after docker kill', { timeout: limit }, async (role, context) => {
    await showReturn(context, service, `docker kill of ${role}`, await containerOf(target, role), kill);
  });

  test.skipIf(service.replicas < 2)(
    'a replica that an operator stops stays stopped and fails nobody',
    { timeout: limit },
    async (context) => {
      const replica = await replicaName(service, 2);
      const { record, held } = await accounted(service, () => stopAndStart(service, replica));
      showOutage(context, 'docker stop, then docker start, of replica 2', record, {});
      expect(measureOutage(record.observations)).toMatchObject({ failed: 0, failures: {} });
      expect(settleWrites(record.observations, held)).toMatchObject({ lost: [], doubled: [] });
      expect(lastReplicas(record).size).toBe(service.replicas);
    },
  );
});

/** The container of the service's replica, counted from 1. */
async function replicaName({ name }: NamedService, number: number): Promise<string> {
  const replica = replicasOf(await readStatus(target), name)[number - 1];
  if (!replica) throw new Error(`status: ${name} has no replica ${number}`);
  return replica.container;
}

type Blow = typeof kill;

async function showReturn(
  context: TestContext,
  service: NamedService,
  what: string,
  container: string,
  strike: Blow,
) {
  const { record, held, result } = await accounted(service, () => strikeAndWait(container, strike));
  showOutage(context, what, record, { 'container back (s)': result.back, 'all whole (s)': result.whole });
  expect(settleWrites(record.observations, held)).toMatchObject({ lost: [], doubled: [] });
  expect(lastFailures(record)).toEqual([]);
}

interface Return {
  /** Seconds from the blow until the container ran again, and until nothing was missing any more. */
  readonly back: number;
  readonly whole: number;
}

async function strikeAndWait(container: string, strike: Blow): Promise<Return> {
  const before = await startOf(target, container);
  await pause(margin);
  const struck = performance.now();
  await strike(target, container);
  await waitUntilBack(target, container, before);
  const back = performance.now() - struck;
  await waitUntilWhole(target);
  const whole = performance.now() - struck;
  await pause(margin);
  return { back: back / 1000, whole: whole / 1000 };
}

async function stopAndStart(service: NamedService, replica: string): Promise<void> {
  await pause(margin);
  await stop(target, replica);
  await pause(watched);
  expect((await inspect(target, replica)).State.Running).toBe(false);
  expect(replicasOf(await readStatus(target), service.name).filter(({ healthy }) => healthy)).toHaveLength(
    service.replicas - 1,
  );
  await start(target, replica);
  await waitUntilWhole(target);
  await pause(margin);
}

/** Runs the task under load, and fetches afterwards what is stored of the load's writes. */
async function accounted<T>(service: NamedService, task: () => Promise<T>) {
  const run = randomBytes(6).toString('hex');
  const keepsBook = service.name === 'palindrom';
  const since = keepsBook ? await newestWrite(target, service) : 0;
  const { record, result } = await underLoad(mixOf(target, service, rate, run), task);
  const held = keepsBook ? await heldWrites(target, service, since) : new Map<string, number>();
  return { record, result, held: new Map([...held].filter(([id]) => id.startsWith(run))) };
}

function showOutage(
  context: TestContext,
  what: string,
  { observations }: LoadRecord,
  times: Record<string, number>,
): void {
  const { requests, failed, failures, seconds, slowest } = measureOutage(observations);
  const kinds = Object.entries(failures).flatMap(([stream, its]) =>
    Object.entries(its).map(([kind, count]) => `${count} ${stream}: ${kind}`),
  );
  const cost = {
    requests,
    failed,
    'first to last failure (s)': seconds,
    'slowest answer (s)': slowest / 1000,
  };
  show(context, `Cost of: ${what}`, [{ ...cost, ...times, failures: kinds.join(', ') || 'none' }]);
}

/** Failures among the requests that were sent in the last second: by then all is whole again. */
function lastFailures({ observations }: LoadRecord): string[] {
  return lastSecond(observations).flatMap(({ failure }) => failure ?? []);
}

function lastReplicas({ observations }: LoadRecord): Set<string | undefined> {
  return new Set(lastSecond(observations).map(({ replica }) => replica));
}

function lastSecond(observations: LoadRecord['observations']): LoadRecord['observations'] {
  const end = observations.reduce((latest, { sent }) => Math.max(latest, sent), 0);
  return observations.filter(({ sent }) => sent > end - 1000);
}
