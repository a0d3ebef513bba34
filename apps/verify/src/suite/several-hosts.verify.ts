import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, type TestContext, test } from 'vitest';
import { measureOutage } from '../accounting/failures.ts';
import { show } from '../figures.ts';
import { underLoad } from '../load/load.ts';
import type { LoadRecord } from '../load/load-plan.ts';
import { mixOf } from '../load/mix.ts';
import { attempt, type Ended, readStatus, release, rollback } from '../platform/commands.ts';
import { cutOffDatabase, mendFirewall } from '../platform/cut-off.ts';
import { onHost } from '../platform/other-host.ts';
import { waitUntilSettled } from '../platform/settled.ts';
import type { NamedService } from '../target.ts';

const target = inject('target');
const services = target.services.filter(({ name }) => name === 'palindrom');
const rate = inject('rate') / 3;
const releases = 10;
const limit = 20 * 60_000;
/** Milliseconds in which every host is asked many times over. */
const watched = 3000;

describe.each(services)('$name on several hosts', (service) => {
  const { name } = service;

  beforeAll(() => settled(name), limit);

  test('is served by each of them, through the balancer', { timeout: limit }, async (context) => {
    const { record } = await loaded(service, () => pause(watched));
    tell(context, 'Requests through the balancer', record);
    expect(Object.keys(await versions(name)).length).toBeGreaterThan(1);
    expect(measureOutage(record.observations)).toMatchObject({ failed: 0 });
  });

  test(`${releases} releases fail no request, and leave one version`, { timeout: limit }, async (context) => {
    const { result, record } = await loaded(service, async () => {
      const versions: string[] = [];
      for (let count = 0; count < releases; count += 1) versions.push((await release(target, name)).version);
      return versions;
    });
    tell(context, `${releases} releases on all hosts`, record);
    expect(new Set(result).size).toBe(releases);
    expect(measureOutage(record.observations)).toMatchObject({ failed: 0, failures: {} });
    expect(new Set(Object.values(await versions(name)))).toEqual(new Set([result.at(-1)]));
  });

  test('a rollback goes back on all, and fails no request', { timeout: limit }, async (context) => {
    await settled(name);
    await release(target, name);
    const { result, record } = await loaded(service, () => rollback(target, name));
    tell(context, 'A rollback on all hosts', record);
    expect(new Set(Object.values(await versions(name)))).toEqual(new Set([result.version]));
    expect(measureOutage(record.observations)).toMatchObject({ failed: 0, failures: {} });
  });

  /** Where the database cannot be reached. */
  describe('a release that fails on the second host alone', () => {
    let before: Readonly<Record<string, string>>;
    let ended: Ended;
    let record: LoadRecord;

    beforeAll(async () => {
      await settled(name);
      before = await versions(name);
      const second = await onHost(target, 2);
      await cutOffDatabase(second);
      try {
        const run = () => attempt(target, ['release', name, '--force']);
        ({ result: ended, record } = await loaded(service, run));
      } finally {
        await mendFirewall(second);
      }
    }, limit);
    afterAll(() => settled(name), limit);

    test('says where it failed, and that the first was taken back', () => {
      expect(ended.exitCode).toBe(1);
      expect(ended.stderr).toMatch(/^host2: release of .* failed/m);
      expect(ended.stderr).toMatch(/^host1: .* was taken back, .* serves again$/m);
    });

    test('leaves all on the version before, and fails no request', async (context) => {
      tell(context, 'A release that fails on the second host', record);
      expect(await versions(name)).toEqual(before);
      expect(measureOutage(record.observations)).toMatchObject({ failed: 0, failures: {} });
    });
  });
});

const loaded = <T>(service: NamedService, task: () => Promise<T>) =>
  underLoad(mixOf(target, service, rate, randomBytes(4).toString('hex')), task);

function tell(context: TestContext, title: string, { observations }: LoadRecord): void {
  const { requests, failed, slowest } = measureOutage(observations);
  show(context, title, [{ requests, failed, 'slowest answer (ms)': Math.round(slowest) }]);
}

/** What each host serves, by its name. */
async function versions(service: string): Promise<Record<string, string>> {
  const { hosts = {} } = await readStatus(target);
  return Object.fromEntries(
    Object.entries(hosts).map(([host, { services: all }]) => [
      host,
      all.find((each) => each.service === service)?.serving?.version ?? 'nothing',
    ]),
  );
}

async function settled(service: string): Promise<void> {
  await waitUntilSettled(target, service);
}
