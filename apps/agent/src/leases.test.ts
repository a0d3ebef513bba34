import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { LeaseHeld, LeaseLost } from '@causeway/release';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FileLeases } from './leases.ts';

const ann = { owner: 'ann@laptop', what: 'release 1.0.1+2' };
const bob = { owner: 'bob@desk', what: 'rollback to 1.0.0+1' };
const timeToLive = 10_000;

let directory: string;
/** A clock that people set, and one that they cannot. */
let now: number;
let elapsed: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'causeway-leases-'));
  now = Date.parse('2026-01-01T12:00:00Z');
  elapsed = 0;
});

afterEach(() => {
  vi.useRealTimers();
  rmSync(directory, { recursive: true });
});

const leasesOf = (instance: string) =>
  new FileLeases({ directory, instance, clock: { now: () => now }, elapsed: () => elapsed });

function pass(milliseconds: number): void {
  now += milliseconds;
  elapsed += milliseconds;
}

describe('a lease', () => {
  test('has one holder, and says who, for what, since when and until when', async () => {
    await leasesOf('one').acquire('api', ann);
    pass(1000);
    const refusal = await leasesOf('other')
      .acquire('api', bob)
      .catch((error) => error);
    expect(refusal).toBeInstanceOf(LeaseHeld);
    expect(refusal.message).toBe(
      'api: held by ann@laptop for "release 1.0.1+2" since 2026-01-01T12:00:00.000Z, until 2026-01-01T12:00:10.000Z unless it is renewed; wait for it to end, or run "api:abort", and try again',
    );
    const status = { ...ann, token: 1, since: now - 1000, until: now + 9000 };
    expect(refusal.holder).toEqual(status);
    expect(leasesOf('other').holder('api')).toEqual(status);
  });

  test('is of one service; others are free', async () => {
    const leases = leasesOf('one');
    await leases.acquire('api', ann);
    await leases.acquire('site', bob);
    expect(leases.holder('site')?.owner).toBe('bob@desk');
    expect(leases.holder('shop')).toBeUndefined();
  });

  test('is refused to its own process as well', async () => {
    const leases = leasesOf('one');
    await leases.acquire('api', ann);
    await expect(leases.acquire('api', bob)).rejects.toThrow(LeaseHeld);
  });

  test('is free once it is given back, and its holder has it no more', async () => {
    const lease = await leasesOf('one').acquire('api', ann);
    await lease.giveBack();
    expect(leasesOf('one').holder('api')).toBeUndefined();
    await expect(lease.confirm()).rejects.toThrow('api: lease 1 is lost, because it was given back');
    expect((await leasesOf('other').acquire('api', bob)).token).toBe(2);
  });

  test('that was given back twice leaves the next holder alone', async () => {
    const lease = await leasesOf('one').acquire('api', ann);
    await lease.giveBack();
    const next = await leasesOf('other').acquire('api', bob);
    await lease.giveBack();
    await expect(next.confirm()).resolves.toBeUndefined();
  });

  test('has a token that rises for good, and files that do not pile up', async () => {
    const tokens: number[] = [];
    for (let round = 0; round < 50; round++) {
      const lease = await leasesOf('one').acquire('api', ann);
      tokens.push(lease.token);
      await lease.giveBack();
    }
    expect(tokens).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(readdirSync(join(directory, 'api')).length).toBeLessThanOrEqual(8);
  });

  test('whose file a power cut has left empty has ended', async () => {
    await leasesOf('one').acquire('api', ann);
    writeFileSync(join(directory, 'api/lease-1.json'), '');
    expect((await leasesOf('other').acquire('api', bob)).token).toBe(2);
  });
});

test('when its holder was last alive is told until it is given back', async () => {
  const leases = leasesOf('one');
  expect(leases.lastSeen('api')).toBeUndefined();
  const lease = await leases.acquire('api', ann);
  const then = now;
  pass(60 * 60_000);
  expect(leasesOf('other').lastSeen('api')).toBe(then);
  await lease.giveBack();
  expect(leases.lastSeen('api')).toBeUndefined();
});

describe('the end of a lease that is not renewed', () => {
  test('comes by itself, and then another may have it', async () => {
    const lease = await leasesOf('one').acquire('api', ann);
    pass(timeToLive - 1);
    await expect(leasesOf('other').acquire('api', bob)).rejects.toThrow(LeaseHeld);
    await expect(lease.confirm()).resolves.toBeUndefined();
    pass(1);
    expect((await leasesOf('other').acquire('api', bob)).token).toBe(2);
  });

  test('is known to the holder that slept, whether or not another came', async () => {
    const lease = await leasesOf('one').acquire('api', ann);
    pass(timeToLive + 2500);
    await expect(lease.confirm()).rejects.toThrow(
      new LeaseLost('api', 1, 'it ran out 2.5 s ago, and was not renewed'),
    );
  });

  test('is known to the holder that slept while the clock was set back', async () => {
    const lease = await leasesOf('one').acquire('api', ann);
    elapsed += timeToLive;
    now -= 60_000;
    await expect(lease.confirm()).rejects.toThrow(LeaseLost);
  });

  test('does not wait for an hour because the clock was set back by one', async () => {
    await leasesOf('one').acquire('api', ann);
    now -= 3_600_000;
    expect((await leasesOf('other').acquire('api', bob)).token).toBe(2);
  });

  test('cannot be undone by its holder after another has come', async () => {
    const lease = await leasesOf('one').acquire('api', ann);
    // For the other ten seconds have passed, for the holder none: the clock was set.
    now += timeToLive;
    await leasesOf('other').acquire('api', bob);
    now -= timeToLive;
    await expect(lease.confirm()).rejects.toThrow('bob@desk has taken it over for "rollback to 1.0.0+1"');
  });
});

test('a holder that lives renews its lease for as long as it likes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const lease = await leasesOf('one').acquire('api', ann);
  const other = leasesOf('other');
  for (let beats = 0; beats < 30; beats++) {
    pass(2000);
    vi.advanceTimersByTime(2000);
    while (other.holder('api')?.until !== now + timeToLive) await new Promise(setImmediate);
  }
  expect(other.holder('api')?.since).toBe(now - 60_000);
  await expect(other.acquire('api', bob)).rejects.toThrow(LeaseHeld);
  await expect(lease.confirm()).resolves.toBeUndefined();
});

describe('real processes', () => {
  const racer = join(import.meta.dirname, 'testing/lease-racer.ts');
  const holder = join(import.meta.dirname, 'testing/lease-holder.ts');
  const children: ChildProcess[] = [];

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  async function startChild(program: string, instance: string) {
    const child = spawn(process.execPath, [program, directory, instance]);
    children.push(child);
    await once(child.stdout, 'data');
    return child;
  }

  const startHolder = (instance: string) => startChild(holder, instance);

  async function kill(child: ChildProcess): Promise<void> {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  const today = (instance: string) => new FileLeases({ directory, instance, clock: { now: Date.now } });

  test('of two that race a thousand times there are never two holders', async () => {
    const racers = await Promise.all(['one', 'other'].map((instance) => startChild(racer, instance)));
    for (const { stdin } of racers) stdin?.end('go');
    const [one, other] = await Promise.all(racers.map(async ({ stdout }) => JSON.parse(await text(stdout))));

    expect(one.doubleHolders + other.doubleHolders).toBe(0);
    const tokens: number[] = [...one.tokens, ...other.tokens].sort((a, b) => a - b);
    expect(tokens).toEqual(tokens.map((_, index) => index + 1));
    expect(tokens.length).toBeGreaterThanOrEqual(1000);
    // A race that nobody lost was none.
    expect(one.refused + other.refused).toBeGreaterThan(0);
  }, 60_000);

  test('one that was killed is followed at once by the next of its container', async () => {
    await kill(await startHolder('one'));
    expect(today('one').holder('api')).toBeUndefined();
    expect((await today('one').acquire('api', bob)).token).toBe(2);
  });

  test('one that was killed keeps other containers waiting until the end of its lease', async () => {
    await kill(await startHolder('one'));
    await expect(today('other').acquire('api', bob)).rejects.toThrow(LeaseHeld);
    const later = new FileLeases({
      directory,
      instance: 'other',
      clock: { now: () => Date.now() + timeToLive },
    });
    expect((await later.acquire('api', bob)).token).toBe(2);
  });

  test('one that lives is not pushed aside by a second of its container', async () => {
    await startHolder('one');
    await expect(today('one').acquire('api', bob)).rejects.toThrow(LeaseHeld);
  });
});
