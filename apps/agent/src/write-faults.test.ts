import { describe, expect, test } from 'vitest';
import { mayMount } from './testing/may-mount.ts';
import { sufferDamage, sufferFullDisks, sufferKills } from './testing/write-faults.ts';

// each fault starts an agent, and many an edge
const timeout = 600_000;

describe('every service is served, also by an edge that starts anew, and the next agent finds or mends everything', () => {
  test('when the agent is killed at any of its writes', { timeout }, async () => {
    expect(await sufferKills(20)).toBeGreaterThan(0);
  });

  test.skipIf(!mayMount())('when the disk is full', { timeout }, async () => {
    expect(await sufferFullDisks(10)).toBeGreaterThan(0);
  });

  test('when another hand damages a file', { timeout }, async () => {
    expect(await sufferDamage(24)).toBeGreaterThan(0);
  });
});
