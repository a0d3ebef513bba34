import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, type TestContext, test } from 'vitest';
import { endsWithEdge } from '../accounting/edge-ends.ts';
import { countFailures, measureOutage } from '../accounting/failures.ts';
import { type TimedGoodbye, timeGoodbyes } from '../accounting/goodbyes.ts';
import { measureLatency } from '../accounting/latency.ts';
import { findRelapses, findStrangers, type Served } from '../accounting/order.ts';
import { percentiles } from '../accounting/percentiles.ts';
import { achievedRate } from '../accounting/rate.ts';
import { firstAnswers, measureRelease, type ReleaseFigures } from '../accounting/release-times.ts';
import { firstAnswerAfter, hasStarted, orderedAt, switchedAt } from '../accounting/switches.ts';
import { settleWrites, type WriteAccount } from '../accounting/writes.ts';
import { type Figures, show as showInTest } from '../figures.ts';
import { lastingOf, neighboursOf } from '../load/lasting-mix.ts';
import { underLoad } from '../load/load.ts';
import type { LoadPlan, LoadRecord, Observation } from '../load/load-plan.ts';
import { mixOf } from '../load/mix.ts';
import type { ReleaseReport } from '../platform/commands.ts';
import { heldWrites, newestWrite } from '../platform/writes.ts';
import { type Action, act, servingVersion, versionsOf } from '../releases/act.ts';
import { latencyChart, releasesChart } from '../report/charts.ts';
import { pageOf } from '../report/page.ts';
import { timelineOf } from '../report/timeline.ts';
import type { NamedService } from '../target.ts';

const target = inject('target');
const scenario = inject('scenario');
const released = inject('released');
const services = target.services.filter(({ name }) => released === '' || name === released);
const { releases: count, rate } = scenario;
const perAction = 3 * 60_000;
const most = (count + scenario.rollbacks + scenario.edgeReplacements) * perAction + scenario.duration * 1000;

/** All that was shown, by title: for the page. */
let shown: Figures[] = [];

describe.each(services)(`${count} releases of $name in a row, under load`, (service) => {
  let record: LoadRecord;
  let actions: Action[];
  let reports: ReleaseReport[];
  let account: WriteAccount;
  let own: readonly Observation[];
  /** Of these, those to which every connection is routed anew. */
  let short: readonly Observation[];
  let served: Served[];
  let versions: string[];

  beforeAll(async () => {
    const run = randomBytes(6).toString('hex');
    const first = await servingVersion(target, service);
    const since = service.name === 'palindrom' ? await newestWrite(target, service) : 0;
    ({ record, result: actions } = await underLoad(loadOn(service, run), () =>
      act(target, service, scenario),
    ));
    const held = service.name === 'palindrom' ? await heldWrites(target, service, since) : new Map();
    account = settleWrites(record.observations, ownOf(held, run));
    reports = actions.filter(({ kind }) => kind === 'release').flatMap(({ report }) => report ?? []);
    const { streams } = mixOf(target, service, rate, run);
    short = record.observations.filter(({ stream }) => streams.some(({ name }) => name === stream));
    own = record.observations.filter(({ stream }) => !stream.startsWith('neighbour '));
    served = servedBy(service, first, actions);
    versions = served.map(({ release }) => release);
  }, most);

  afterAll(() => {
    if (record) writePage(service, record, actions);
    shown = [];
  });

  test('the load reaches its rate', (context) => {
    showLoad(context, service, record, achievedRate({ ...record, observations: short }));
    expect(achievedRate({ ...record, observations: short })).toBeGreaterThanOrEqual(rate);
  });

  test('every release goes live', (context) => {
    const figures = figuresOf(service, record, reports);
    showReleases(context, service, figures);
    showTargets(
      context,
      splitEnds(service, record, actions).requests,
      figures,
      switchesOf(service, actions, record.observations),
    );
    showActions(context, service, actions, short);
    expect(reports.map(({ outcome }) => outcome)).toEqual(reports.map(() => 'released'));
    expect(new Set(versionsOf(actions)).size).toBeGreaterThanOrEqual(count);
  });

  test('every rollback goes back', () => {
    const backs = actions.filter(({ kind }) => kind.startsWith('rollback'));
    expect(backs.map(({ report }) => report?.outcome)).toEqual(backs.map(() => 'rolled-back'));
  });

  test('every release is seen by the load', () => {
    const answered = firstAnswers(own);
    expect(versions.filter((version) => !answered.has(version))).toEqual([]);
  });

  test('no request fails, to the service or its neighbours', (context) => {
    const { requests, ended } = splitEnds(service, record, actions);
    showFailures(context, service, requests, ended.length);
    expect(countFailures(requests)).toEqual({});
  });

  test('no client sees an old release after a new one', () => {
    expect(findRelapses(own, served)).toEqual([]);
  });

  test('every answer comes from a release that was released', () => {
    expect(findStrangers(own, versions)).toEqual([]);
  });

  test('no write is lost or doubled', (context) => {
    showWrites(context, service, account);
    expect(account).toMatchObject({ lost: [], doubled: [], strange: [] });
  });

  test.runIf(service.name === 'palindrom')('no websocket is closed inside its drain window', (context) => {
    const goodbyes = timeGoodbyes(record.goodbyes, staysOf(served, switchesOf(service, actions, short)));
    if (goodbyes.length > 0) showGoodbyes(context, goodbyes);
    expect(goodbyes.filter(({ after }) => after < service.deploy.drain)).toEqual([]);
  });
});

function show(context: TestContext, title: string, rows: Figures['rows']): void {
  shown.push({ title, rows });
  showInTest(context, title, rows);
}

/** Curves and tables of the run, in one file that can be sent on. */
function writePage(service: NamedService, { observations }: LoadRecord, actions: readonly Action[]): void {
  const { name } = service;
  const file = join(target.folder, `releases-${name}.html`);
  const short = new Set(mixOf(target, service, rate, '').streams.map((stream) => stream.name));
  const timeline = timelineOf(observations, ({ stream }) => short.has(stream) && !stream.startsWith('slow'));
  const start = observations.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const marks = actions.map(({ kind, endedAt }) => ({ name: kind, at: (endedAt - start) / 1000 }));
  const charts = [
    { title: 'Latency of the short requests over time', svg: latencyChart(timeline, marks) },
    { title: 'Answers by release over time', svg: releasesChart(timeline, marks) },
  ];
  writeFileSync(file, pageOf(`${actions.length} actions on ${name} under load`, charts, shown));
  console.log(`\nCurves of ${name}: ${file}`);
}

function loadOn(service: NamedService, run: string): LoadPlan {
  const mix = mixOf(target, service, rate, run);
  return {
    ...mix,
    streams: [...mix.streams, ...neighboursOf(target, service)],
    lasting: lastingOf(service, scenario),
  };
}

/** What served one after the other; each from when its command was begun. */
function servedBy({ name }: NamedService, first: string, actions: readonly Action[]): Served[] {
  const later = actions.flatMap(({ report, beganAt }) =>
    report ? [{ release: `${name}@${report.version}`, since: beganAt }] : [],
  );
  return [{ release: `${name}@${first}`, since: 0 }, ...later];
}

interface Switch {
  readonly action: Action;
  readonly report: ReleaseReport;
  readonly release: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly firstAnswerAt: number;
}

function switchesOf(
  { name }: NamedService,
  actions: readonly Action[],
  own: readonly Observation[],
): Switch[] {
  return actions.flatMap((action) => {
    const { report, beganAt } = action;
    if (!report) return [];
    const release = `${name}@${report.version}`;
    const at = switchedAt({ release, beganAt, steps: report.steps }, own);
    return [{ action, report, release, at, firstAnswerAt: firstAnswerAfter(beganAt, release, own) }];
  });
}

/** Each is left at the switch to the next. */
function staysOf(served: readonly Served[], switches: readonly Switch[]) {
  return served.map(({ release }, index) => {
    const leftAt = switches[index]?.at;
    return { release, ...(leftAt !== undefined && { leftAt }) };
  });
}

function ownOf(held: ReadonlyMap<string, number>, run: string): Map<string, number> {
  return new Map([...held].filter(([id]) => id.startsWith(run)));
}

function figuresOf(
  service: NamedService,
  { observations, stalls }: LoadRecord,
  reports: readonly ReleaseReport[],
) {
  const served = firstAnswers(observations);
  return reports.map((report) =>
    measureRelease({ ...report, version: `${service.name}@${report.version}` }, served, stalls),
  );
}

function showLoad(context: TestContext, { name }: NamedService, record: LoadRecord, achieved: number): void {
  const latency = measureLatency(record.observations);
  const rows = Object.entries(latency).map(([stream, { count: requests, ...times }]) => ({
    stream,
    requests,
    ...times,
  }));
  show(context, `Load on ${name}: requests, and milliseconds from when a request was due`, rows);
  const { lag, wanted, duration } = record;
  const seconds = duration / 1000;
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

function showFailures(
  context: TestContext,
  { name }: NamedService,
  observations: readonly Observation[],
  endedWithEdge: number,
): void {
  const failures = Object.entries(countFailures(observations)).flatMap(([stream, kinds]) =>
    Object.entries(kinds).map(([failure, requests]) => ({ stream, failure, requests })),
  );
  const none = [{ stream: 'all', failure: 'none', requests: 0 }];
  const apart = { stream: 'websockets', failure: 'none: ended with a drained edge', requests: endedWithEdge };
  show(context, `Failed of ${observations.length} requests to ${name}`, [
    ...(failures.length > 0 ? failures : none),
    ...(endedWithEdge > 0 ? [apart] : []),
  ]);
  const first = observations.filter(({ failure }) => failure !== undefined).slice(0, mostFailuresShown);
  if (first.length > 0) show(context, 'The first failures', first.map(failureOf));
}

const mostFailuresShown = 20;

function failureOf({ stream, failure = '', release = '', at, sent, ended }: Observation) {
  return { at: new Date(at).toISOString(), stream, failure, 'after (s)': (ended - sent) / 1000, release };
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

function showActions(
  context: TestContext,
  service: NamedService,
  actions: readonly Action[],
  own: readonly Observation[],
): void {
  const switches = switchesOf(service, actions, own);
  const kinds = Map.groupBy(actions, kindOf);
  const rows = [...kinds].map(([action, its]) => {
    const command = secondsOfAll(its.map(({ beganAt, endedAt }) => endedAt - beganAt));
    const done = switches.filter((one) => kindOf(one.action) === action);
    const served = secondsOfAll(done.map((one) => one.firstAnswerAt - one.action.beganAt));
    const obeyed = done.flatMap(fromOrder);
    const back = secondsOfAll(done.map((one) => one.action.endedAt - one.at));
    return {
      action,
      times: its.length,
      'command p50': command.p50,
      'command p95': command.p95,
      'command max': command.max,
      ...(done.length > 0 && {
        'to the first answer p50': served.p50,
        'to the first answer p95': served.p95,
        ...(obeyed.length > 0 && { 'order to first answer p95': secondsOfAll(obeyed).p95 }),
        'switch to return max': back.max,
      }),
    };
  });
  show(context, `What was done to ${service.name}, in seconds from when the command was given`, rows);
}

/** What it became: a rollback finds nothing warm any more where the bake was over before it. */
function kindOf({ kind, beganAt, report }: Action): string {
  const isLate = kind === 'rollback, warm' && report && hasStarted({ beganAt, steps: report.steps });
  return isLate ? 'rollback, after the bake' : kind;
}

/** Without the command's own start, in milliseconds; none of what had nothing to do. */
function fromOrder({ action, report, firstAnswerAt }: Switch): number[] {
  const at = orderedAt({ beganAt: action.beganAt, steps: report.steps });
  return at === undefined ? [] : [firstAnswerAt - at];
}

function secondsOfAll(milliseconds: readonly number[]) {
  return percentiles(milliseconds.map((time) => time / 1000));
}

function showGoodbyes(context: TestContext, goodbyes: readonly TimedGoodbye[]): void {
  const after = percentiles(goodbyes.map((goodbye) => goodbye.after / 1000));
  const earliest = Math.min(...goodbyes.map((goodbye) => goodbye.after / 1000));
  const waiting = goodbyes.reduce((sum, goodbye) => sum + goodbye.waiting, 0);
  const row = {
    closes: goodbyes.length,
    earliest,
    p50: after.p50,
    latest: after.max,
    'messages sent again': waiting,
  };
  show(context, 'Websockets closed politely, in seconds after the switch', [row]);
}

/** Websockets that ended with their edge, apart from everything that can fail. */
function splitEnds(
  { deploy }: NamedService,
  { observations }: LoadRecord,
  actions: readonly Action[],
): { readonly requests: readonly Observation[]; readonly ended: readonly Observation[] } {
  const edges = actions.filter(({ kind }) => kind === 'edge replacement');
  const ended = new Set(observations.filter((seen) => endsWithEdge(seen, edges, deploy.drain)));
  return { requests: observations.filter((seen) => !ended.has(seen)), ended: [...ended] };
}

/** What the figures are held against by whoever reads them; no test fails for time. */
function showTargets(
  context: TestContext,
  requests: readonly Observation[],
  figures: readonly ReleaseFigures[],
  switches: readonly Switch[],
): void {
  const warm = switches.filter(({ action }) => kindOf(action) === 'rollback, warm').flatMap(fromOrder);
  const returned = secondsOfAll(switches.map(({ action, at }) => action.endedAt - at));
  const p95 = (of: (release: ReleaseFigures) => number) => percentiles(figures.map(of)).p95 / 1000;
  const rows = [
    { what: 'failed requests', target: 0, measured: measureOutage(requests).failed },
    {
      what: 'ready to serving, p95 (s)',
      target: 0.1,
      measured: p95(({ readyToServing }) => readyToServing),
    },
    {
      what: 'ready to serving, max (s)',
      target: 0.25,
      measured: Math.max(...figures.map(({ readyToServing }) => readyToServing)) / 1000,
    },
    {
      what: 'ready to serving without what the generator was stalled for, max (s)',
      target: 0.25,
      measured: Math.max(...figures.map((one) => one.readyToServing - one.generatorStalled)) / 1000,
    },
    { what: 'release beyond image and boot, p95 (s)', target: 2, measured: p95(({ overhead }) => overhead) },
    { what: 'from switch to return, max (s)', target: 3, measured: returned.max },
    ...(warm.length > 0
      ? [
          {
            what: 'warm rollback, order to first answer, p95 (s)',
            target: 0.5,
            measured: secondsOfAll(warm).p95,
          },
        ]
      : []),
  ];
  show(
    context,
    'Against the targets',
    rows.map((row) => ({ ...row, met: row.measured <= row.target ? 'yes' : 'NO' })),
  );
}

function secondsOf({ version, readyToServing, generatorStalled, total, overhead }: ReleaseFigures) {
  return {
    version,
    'ready to serving': readyToServing / 1000,
    'generator stalled': generatorStalled / 1000,
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
