import { afterAll, beforeAll, describe, expect, inject, type TestContext, test } from 'vitest';
import { likely } from '../accounting/chance.ts';
import { Crowd, type Visit } from '../crowd/crowd.ts';
import { show } from '../figures.ts';
import {
  attempt,
  type Begun,
  begin,
  type Ended,
  type HistoryEntry,
  type ReleaseReport,
} from '../platform/commands.ts';
import { writeFaulty } from '../platform/faulty.ts';
import { entriesOf, newestEntry } from '../platform/history.ts';
import { statusOf, waitUntilSettled } from '../platform/settled.ts';
import type { NamedService } from '../target.ts';

const target = inject('target');
const services = target.services.filter(({ name }) => name === 'palindrom');
const clients = 1000;
const limit = 5 * 60_000;

describe.each(services)('a canary of $name that is promoted', (service) => {
  const crowd = new Crowd(target, service, clients);
  const steps: Step[] = [];
  let next: string;
  let after: Visit[];
  let promoted: Ended;
  /** Its bake was ended as well. */
  let baked: Ended;
  let ended: Ended;
  let told: HistoryEntry[];

  beforeAll(async () => {
    const before = await newestEntry(target);
    const release = begin(target, canaryOf(service, '10%,50%,100%', '12s'));
    for (const percent of [10, 50]) steps.push(await watchStep(crowd, release, percent));
    promoted = await attempt(target, ['promote', service.name]);
    ended = await release.ended;
    after = await crowd.visit();
    next = `${service.name}@${reportOf(ended).version}`;
    baked = await attempt(target, ['promote', service.name]);
    told = await entriesOf(target, service, before);
  }, limit);
  afterAll(() => crowd.leave());

  test('gives each share its clients, whether they keep cookies or not', (context) => {
    const rows = steps.flatMap(({ percent, rounds: [first = []], forgetting }) =>
      Object.entries({ keep: first, forget: forgetting }).map(([cookies, visits]) => ({
        share: percent / 100,
        cookies,
        visits: visits.length,
        'of the new release': countOf(visits, next),
        ...likely(percent / 100, visits.length),
      })),
    );
    show(context, `Clients that a canary of ${service.name} is given`, rows);
    for (const row of rows) {
      expect(row.visits).toBeGreaterThan(clients / 5);
      expect(row['of the new release']).toBeGreaterThanOrEqual(row.least);
      expect(row['of the new release']).toBeLessThanOrEqual(row.most);
    }
  });

  test('leaves a client where it is while the share stays', () => {
    for (const { rounds } of steps) expect(movers(rounds)).toEqual([]);
  });

  test('takes no client back from the new release', () => {
    const returned = crowd.histories().filter((visits) => goesBack(visits, next));
    expect(returned).toEqual([]);
  });

  test('ends with all clients at the new release', () => {
    expect([promoted, baked]).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
    expect(ended).toMatchObject({ exitCode: 0 });
    expect(reportOf(ended).outcome).toBe('released');
    expect(countOf(after, next)).toBe(clients);
  });

  test('fails nobody', () => {
    expect(crowd.visits.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('is a promotion of the canary, a release and a promotion of its bake in the history', () => {
    const own = told.filter(({ version }) => `${service.name}@${version}` === next);
    expect(own.map(({ action, why }) => [action, why])).toEqual([
      ['promote', 'the bake was ended by order'],
      ['release', undefined],
      ['promote', expect.stringMatching(/^the canary at \d+ % was ended by order$/)],
    ]);
  });
});

describe.each(services)('a canary of $name that is aborted', (service) => {
  const crowd = new Crowd(target, service, clients);
  let serving: string;
  let during: Visit[];
  let after: Visit[];
  let aborted: Ended;
  let ended: Ended;
  let told: HistoryEntry[];

  beforeAll(async () => {
    serving = await servingRelease(service);
    const before = await newestEntry(target);
    const release = begin(target, canaryOf(service, '50%,100%', '10m'));
    ({
      rounds: [during = []],
    } = await watchStep(crowd, release, 50));
    aborted = await attempt(target, ['abort', service.name]);
    ended = await release.ended;
    after = await crowd.visit();
    told = await entriesOf(target, service, before);
  }, limit);
  afterAll(() => crowd.leave());

  test('had clients, and gives them all back', () => {
    expect(countOf(during, serving)).toBeLessThan(clients);
    expect(countOf(after, serving)).toBe(clients);
    expect(crowd.visits.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('ends well for who aborts it, and not for who waits for it', () => {
    expect(aborted).toMatchObject({ exitCode: 0 });
    expect(ended).toMatchObject({ exitCode: 1 });
    expect(reportOf(ended).outcome).toBe('aborted');
    expect(ended.stderr).toContain('aborted');
  });

  test('stands in the history with who aborted it', () => {
    const { version } = reportOf(ended);
    const [entry, ...more] = told.filter(({ action }) => action === 'release aborted');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ service: service.name, version, by: expect.stringContaining('@') });
    expect(entry?.why).toContain(`asked for by ${entry?.by}`);
  });

  test('leaves nothing running', { timeout: limit }, async () => {
    const status = await waitUntilSettled(target, service.name);
    expect(`${service.name}@${status.serving?.version}`).toBe(serving);
  });
});

describe.each(services)('a canary of $name that answers 500', (service) => {
  const percent = 20;
  const crowd = new Crowd(target, service, clients);
  let serving: string;
  let after: Visit[];
  let ended: Ended;
  let told: HistoryEntry[];

  beforeAll(async () => {
    serving = await servingRelease(service);
    const before = await newestEntry(target);
    const config = await writeFaulty(target, service, 'errors');
    const release = begin(target, canaryOf(service, `${percent}%,100%`, '10m'), config);
    await release.said(stepLine(percent));
    ended = await visitUntil(crowd, release);
    after = await crowd.visit();
    told = await entriesOf(target, service, before);
  }, limit);
  afterAll(() => crowd.leave());

  test('is taken back by itself, and fails the command', () => {
    expect(ended).toMatchObject({ exitCode: 1 });
    expect(reportOf(ended)).toMatchObject({ outcome: 'switched-back', error: evidence });
    expect(ended.stderr).toMatch(/\d+ of \d+ answers in [\d.]+ s were 5xx/);
    expect(countOf(after, serving)).toBe(clients);
    expect(after.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('fails none but its own share of the clients', (context) => {
    const failed = crowd.histories().filter((visits) => visits.some(({ status }) => status !== 200));
    const { most } = likely(percent / 100, clients);
    showFailed(context, service, crowd.visits, failed.length);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThanOrEqual(most);
    expect(crowd.visits.filter(({ status, release }) => status !== 200 && release === serving)).toEqual([]);
  });

  test('stands in the history with the evidence', () => {
    const { version } = reportOf(ended);
    const [entry, ...more] = told.filter(({ action }) => action === 'switch back');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ service: service.name, version, by: 'the agent', why: evidence });
  });

  test('leaves nothing running', { timeout: limit }, async () => {
    const status = await waitUntilSettled(target, service.name);
    expect(`${service.name}@${status.serving?.version}`).toBe(serving);
  });
});

interface Step {
  readonly percent: number;
  /** By clients that keep their cookies, without what may have come after the step. */
  readonly rounds: readonly Visit[][];
  readonly forgetting: readonly Visit[];
}

const evidence = expect.stringMatching(/\d+ of \d+ answers in [\d.]+ s were 5xx/);

function canaryOf({ name }: NamedService, shares: string, step: string): string[] {
  return ['release', name, '--force', '--canary', shares, '--step', step, '--json'];
}

function stepLine(percent: number): RegExp {
  return new RegExp(`canary: waiting \\(${percent} % of the clients until (\\S+)\\)`);
}

/** Two visits of each client as soon as the step has begun. */
async function watchStep(crowd: Crowd, release: Begun, percent: number): Promise<Step> {
  const [, until = ''] = await release.said(stepLine(percent));
  const within = ({ at }: Visit) => at < Date.parse(until);
  const rounds = [await crowd.visit(), await crowd.visit()].map((round) => round.filter(within));
  return { percent, rounds, forgetting: (await crowd.visitForgetting()).filter(within) };
}

async function visitUntil(crowd: Crowd, { ended }: Begun): Promise<Ended> {
  let end: Ended | undefined;
  void ended.then((its) => {
    end = its;
  });
  while (!end) await crowd.visit();
  return end;
}

function countOf(visits: readonly Visit[], wanted: string): number {
  return visits.filter(({ release }) => release === wanted).length;
}

/** Clients that were given another release in the second round than in the first. */
function movers([first = [], second = []]: readonly Visit[][]): Visit[] {
  const given = new Map(first.map(({ client, release }) => [client, release]));
  return second.filter(({ client, release }) => given.has(client) && given.get(client) !== release);
}

function goesBack(visits: readonly Visit[], next: string): boolean {
  const first = visits.findIndex(({ release }) => release === next);
  return first >= 0 && visits.slice(first).some(({ release }) => release !== next);
}

function showFailed(
  context: TestContext,
  { name }: NamedService,
  visits: readonly Visit[],
  hit: number,
): void {
  const failed = visits.filter(({ status }) => status !== 200);
  const row = { visits: visits.length, failed: failed.length, clients, 'clients that saw it': hit };
  show(context, `What a canary of ${name} cost that answers 500`, [row]);
}

function reportOf({ stdout }: Ended): ReleaseReport {
  return JSON.parse(stdout);
}

async function servingRelease({ name }: NamedService): Promise<string> {
  const { serving } = await statusOf(target, name);
  return `${name}@${serving?.version}`;
}
