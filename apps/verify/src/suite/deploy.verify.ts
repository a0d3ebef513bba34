import { beforeAll, describe, expect, inject, test } from 'vitest';
import {
  deploy,
  type PlanReport,
  type ReleaseReport,
  readPlan,
  readStatus,
  release,
} from '../platform/commands.ts';
import { namesOf } from '../platform/containers.ts';
import { startOf, waitUntilWhole } from '../platform/wholeness.ts';

const target = inject('target');
const limit = 10 * 60_000;

describe('a deploy right after a release', () => {
  const reports: ReleaseReport[] = [];
  let plan: PlanReport;
  beforeAll(async () => {
    for (const { name } of target.services) reports.push(await release(target, name));
    await waitUntilWhole(target);
    plan = await readPlan(target);
  }, limit);

  test('has nothing to add, change or destroy', () => {
    expect(plan).toMatchObject({ add: 0, change: 0, destroy: 0 });
  });

  test('has nothing to release', () => {
    expect(plan.releases).toEqual(plan.releases.map((preview) => ({ ...preview, unchanged: true })));
    expect(plan.releases.map(({ service }) => service).toSorted()).toEqual(
      target.services.map(({ name }) => name).toSorted(),
    );
  });

  test('rolls no release back and restarts no container', { timeout: limit }, async () => {
    const before = await snapshot();
    await deploy(target);
    expect(await snapshot()).toEqual(before);
    expect(Object.values(before.versions)).toEqual(reports.map(({ version }) => version));
  });
});

/** Versions that serve, and when each container was started. */
async function snapshot() {
  const status = await readStatus(target);
  const versions = status.services.map(({ service, serving }) => [service, serving?.version] as const);
  const starts = namesOf(status).map(async (name) => [name, await startOf(target, name)] as const);
  return { versions: Object.fromEntries(versions), starts: Object.fromEntries(await Promise.all(starts)) };
}
