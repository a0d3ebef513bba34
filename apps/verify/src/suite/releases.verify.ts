import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, type TestContext, test } from 'vitest';
import { countFailures, measureOutage } from '../accounting/failures.ts';
import { measureLatency } from '../accounting/latency.ts';
import { findRelapses, findStrangers } from '../accounting/order.ts';
import { percentiles } from '../accounting/percentiles.ts';
import { achievedRate } from '../accounting/rate.ts';
import { firstAnswers, measureRelease, type ReleaseFigures } from '../accounting/release-times.ts';
import { settleWrites, type WriteAccount } from '../accounting/writes.ts';
import { show } from '../figures.ts';
import { underLoad } from '../load/load.ts';
import type { LoadRecord } from '../load/load-plan.ts';
import { mixOf } from '../load/mix.ts';
import { type ReleaseReport, readStatus, release } from '../platform/commands.ts';
import { heldWrites, newestWrite } from '../platform/writes.ts';
import type { NamedService } from '../target.ts';

const target = inject('target');
const count = inject('releases');
const rate = inject('rate');
const perRelease = 3 * 60_000;

describe.each(target.services)(`${count} releases of $name in a row, under load`, (service) => {
  let record: LoadRecord;
  let reports: ReleaseReport[];
  let account: WriteAccount;
  let versions: string[];

  beforeAll(async () => {
    const run = randomBytes(6).toString('hex');
    const first = await servingVersion(service);
    const since = service.name === 'palindrom' ? await newestWrite(target, service) : 0;
    ({ record, result: reports } = await underLoad(mixOf(target, service, rate, run), () =>
      releaseAgain(service),
    ));
    const held = service.name === 'palindrom' ? await heldWrites(target, service, since) : new Map();
    account = settleWrites(record.observations, ownOf(held, run));
    versions = [first, ...reports.map(({ version }) => version)].map(
      (version) => `${service.name}@${version}`,
    );
  }, count * perRelease);

  test('the load reaches its rate', (context) => {
    showLoad(context, service, record);
    expect(achievedRate(record)).toBeGreaterThanOrEqual(rate);
  });

  test('every release goes live', (context) => {
    const figures = figuresOf(service, record, reports);
    showReleases(context, service, figures);
    showTargets(context, record, figures);
    expect(reports.map(({ outcome }) => outcome)).toEqual(reports.map(() => 'released'));
    expect(new Set(versions).size).toBe(count + 1);
  });

  test('every release is seen by the load', () => {
    const served = firstAnswers(record.observations);
    expect(versions.filter((version) => !served.has(version))).toEqual([]);
  });

  test('no request fails', (context) => {
    showFailures(context, service, record);
    expect(countFailures(record.observations)).toEqual({});
  });

  test('no client sees an old release after a new one', () => {
    expect(findRelapses(record.observations, versions)).toEqual([]);
  });

  test('every answer comes from a release that was released', () => {
    expect(findStrangers(record.observations, versions)).toEqual([]);
  });

  test('no write is lost or doubled', (context) => {
    showWrites(context, service, account);
    expect(account).toMatchObject({ lost: [], doubled: [], strange: [] });
  });
});

async function releaseAgain({ name }: NamedService): Promise<ReleaseReport[]> {
  const reports: ReleaseReport[] = [];
  while (reports.length < count) reports.push(await release(target, name));
  return reports;
}

async function servingVersion({ name }: NamedService): Promise<string> {
  const { services } = await readStatus(target);
  const serving = services.find(({ service }) => service === name)?.serving;
  if (!serving) throw new Error(`status: ${name} serves nothing; release it first`);
  return serving.version;
}

function ownOf(held: ReadonlyMap<string, number>, run: string): Map<string, number> {
  return new Map([...held].filter(([id]) => id.startsWith(run)));
}

function figuresOf(service: NamedService, { observations }: LoadRecord, reports: readonly ReleaseReport[]) {
  const served = firstAnswers(observations);
  return reports.map((report) =>
    measureRelease({ ...report, version: `${service.name}@${report.version}` }, served),
  );
}

function showLoad(context: TestContext, { name }: NamedService, record: LoadRecord): void {
  const latency = measureLatency(record.observations);
  const rows = Object.entries(latency).map(([stream, { count: requests, ...times }]) => ({
    stream,
    requests,
    ...times,
  }));
  show(context, `Load on ${name}: requests, and milliseconds from when a request was due`, rows);
  const { lag, wanted, duration } = record;
  const seconds = duration / 1000;
  const achieved = achievedRate(record);
  const generator = {
    seconds,
    'asked for': rate,
    scheduled: wanted,
    achieved,
    'lag p50': lag.p50,
    'lag p99': lag.p99,
    'lag max': lag.max,
  };
  show(context, 'The load generator: requests each second, and milliseconds its event loop was late', [
    generator,
  ]);
}

function showFailures(context: TestContext, { name }: NamedService, { observations }: LoadRecord): void {
  const failures = Object.entries(countFailures(observations)).flatMap(([stream, kinds]) =>
    Object.entries(kinds).map(([failure, requests]) => ({ stream, failure, requests })),
  );
  const none = [{ stream: 'all', failure: 'none', requests: 0 }];
  show(
    context,
    `Failed of ${observations.length} requests to ${name}`,
    failures.length > 0 ? failures : none,
  );
}

function showReleases(
  context: TestContext,
  { name }: NamedService,
  figures: readonly ReleaseFigures[],
): void {
  const steps = {
    'ready to serving': 'readyToServing',
    'whole release': 'total',
    'beyond image and boot': 'overhead',
  } as const;
  const rows = Object.entries(steps).map(([what, figure]) => {
    const { p50, p95, max } = percentiles(figures.map((release) => release[figure] / 1000));
    return { what, p50, p95, max };
  });
  show(context, `Releases of ${name}, in seconds`, rows);
  show(context, `Each release of ${name}, in seconds`, figures.map(secondsOf));
}

/** What the figures are held against by whoever reads them; no test fails for time. */
function showTargets(
  context: TestContext,
  { observations }: LoadRecord,
  figures: readonly ReleaseFigures[],
): void {
  const p95 = (of: (release: ReleaseFigures) => number) => percentiles(figures.map(of)).p95 / 1000;
  const rows = [
    { what: 'failed requests', target: 0, measured: measureOutage(observations).failed },
    {
      what: 'ready to serving, p95 (s)',
      target: 0.25,
      measured: p95(({ readyToServing }) => readyToServing),
    },
    { what: 'release beyond image and boot, p95 (s)', target: 3, measured: p95(({ overhead }) => overhead) },
  ];
  show(
    context,
    'Against the targets',
    rows.map((row) => ({ ...row, met: row.measured <= row.target ? 'yes' : 'NO' })),
  );
}

function secondsOf({ version, readyToServing, total, overhead }: ReleaseFigures) {
  return {
    version,
    'ready to serving': readyToServing / 1000,
    'whole release': total / 1000,
    'beyond image and boot': overhead / 1000,
  };
}

function showWrites(
  context: TestContext,
  { name }: NamedService,
  { sent, stored, lost, doubled, failed }: WriteAccount,
): void {
  const row = {
    sent,
    stored,
    lost: lost.length,
    doubled: doubled.length,
    failed: failed.count,
    'failed but stored': failed.stored,
  };
  show(context, `Writes to ${name}`, [row]);
}
