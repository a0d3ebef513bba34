import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Crowd } from '../crowd/crowd.ts';
import { connect } from '../load/transports/keep-alive.ts';
import { seenIn } from '../load/transports/transport.ts';
import {
  attempt,
  type Begun,
  begin,
  type Ended,
  type HistoryEntry,
  type ReleaseReport,
} from '../platform/commands.ts';
import { containerOf } from '../platform/containers.ts';
import { execute } from '../platform/engine.ts';
import { writeFaulty } from '../platform/faulty.ts';
import { entriesOf, newestEntry, readAll } from '../platform/history.ts';
import { waitUntilSettled } from '../platform/settled.ts';
import { type NamedService, originOf } from '../target.ts';

const target = inject('target');
const services = target.services.filter(({ name }) => name === 'palindrom');
const limit = 5 * 60_000;
const reason = 'the column that it reads is gone';

/** One story: each part begins with what the part before has left. */
describe.each(services)('$name', (service) => {
  const { name } = service;
  const edge = connect({ origin: originOf(target, service), ca: target.ca });
  const versions: string[] = [];
  let before: number;

  beforeAll(async () => {
    // ends a bake that is left from earlier, and is refused where there is none
    await attempt(target, ['promote', name]);
    const { serving } = await waitUntilSettled(target, name);
    versions.push(serving?.version ?? '');
    before = await newestEntry(target);
  }, limit);
  afterAll(() => edge.close());

  describe('a release whose command is killed', () => {
    let killed: Ended;
    let attached: Ended;
    beforeAll(async () => {
      const release = await begunRelease(['release', name, '--force', '--json']);
      process.kill(release.pid, 'SIGKILL');
      killed = await release.ended;
      attached = await attempt(target, ['release', name, '--attach', '--json']);
      versions.push(reportOf(attached).version);
    }, limit);

    test('goes on, and is shown to who attaches to it', async () => {
      expect(killed.stdout).toBe('');
      expect(attached).toMatchObject({ exitCode: 0 });
      expect(reportOf(attached)).toMatchObject({ outcome: 'released', previous: versions[0] });
      expect(await servingVersion()).toBe(versions[1]);
    });
  });

  describe('a rollback to a release that is warm', () => {
    let unasked: Ended;
    let back: Ended;
    let again: Ended;
    beforeAll(async () => {
      unasked = await attempt(target, ['rollback', name]);
      back = await attempt(target, ['rollback', name, '--yes', '--json']);
      again = await attempt(target, ['rollback', name, '--to', versions[0] ?? '', '--yes', '--json']);
    }, limit);

    test('wants a yes where nobody can be asked, and shows what it would do', () => {
      expect(unasked).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') });
      expect(unasked.stderr).toContain(`from ${versions[1]} back to ${versions[0]}, which still runs`);
    });

    test('goes back to it', async () => {
      expect(back).toMatchObject({ exitCode: 0 });
      expect(reportOf(back)).toMatchObject({
        outcome: 'rolled-back',
        version: versions[0],
        previous: versions[1],
      });
      expect(await servingVersion()).toBe(versions[0]);
    });

    test('is done once when it is asked for twice', () => {
      expect(again).toMatchObject({ exitCode: 0 });
      expect(reportOf(again)).toMatchObject({ outcome: 'unchanged', version: versions[0] });
    });
  });

  describe('a release whose command is interrupted where nobody can be asked', () => {
    let interrupted: Ended;
    let attached: Ended;
    beforeAll(async () => {
      const release = await begunRelease(['release', name, '--force', '--irreversible', reason]);
      process.kill(release.pid, 'SIGINT');
      interrupted = await release.ended;
      attached = await attempt(target, ['release', name, '--attach', '--json']);
      versions.push(reportOf(attached).version);
    }, limit);

    test('goes on, and the command says how to follow and how to end it', async () => {
      expect(interrupted).toMatchObject({ exitCode: 130 });
      expect(interrupted.stderr).toMatch(/--attach/);
      expect(interrupted.stderr).toMatch(/abort/);
      expect(attached).toMatchObject({ exitCode: 0 });
      expect(reportOf(attached).outcome).toBe('released');
      expect(await servingVersion()).toBe(versions[2]);
    });
  });

  describe('a rollback over a migration that cannot be undone', () => {
    test.each([['without a version'], ['to a version']])('is refused %s', { timeout: limit }, async (how) => {
      const to = how === 'to a version' ? ['--to', versions[0] ?? ''] : [];
      const refused = await attempt(target, ['rollback', name, ...to, '--yes']);
      expect(refused).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(reason) });
      expect(await servingVersion()).toBe(versions[2]);
    });
  });

  describe('a release that is waited for', () => {
    let ended: Ended;
    let promoted: Ended[];
    beforeAll(async () => {
      const first = await attempt(target, ['promote', name]);
      const release = begin(target, ['release', name, '--force', '--wait', '--json']);
      await release.said(/bake: waiting/);
      promoted = [first, await attempt(target, ['promote', name])];
      ended = await release.ended;
      versions.push(reportOf(ended).version);
    }, limit);

    test('ends well with its bake', () => {
      expect(promoted).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
      expect(ended).toMatchObject({ exitCode: 0 });
      expect(reportOf(ended)).toMatchObject({ outcome: 'released', previous: versions[2] });
    });
  });

  describe('a rollback to a release that is gone', () => {
    let back: Ended;
    let again: Ended;
    beforeAll(async () => {
      await waitUntilSettled(target, name);
      back = await attempt(target, ['rollback', name, '--yes', '--json']);
      again = await attempt(target, ['rollback', name, '--to', versions[2] ?? '', '--yes', '--json']);
      versions.push(reportOf(back).version);
    }, limit);

    test('starts it again from its image', async () => {
      expect(back).toMatchObject({ exitCode: 0 });
      expect(back.stderr).toContain(`from ${versions[3]} back to ${versions[2]}, which is started again`);
      expect(reportOf(back)).toMatchObject({ outcome: 'rolled-back', previous: versions[3] });
      expect(await servingVersion()).toBe(versions[4]);
    });

    test('is done once when it is asked for twice', () => {
      expect(again).toMatchObject({ exitCode: 0 });
      expect(reportOf(again)).toMatchObject({ outcome: 'unchanged', version: versions[4] });
    });

    test('goes nowhere else', { timeout: limit }, async () => {
      const nowhere = await attempt(target, ['rollback', name, '--to', '0.0.0+0', '--yes']);
      expect(nowhere).toMatchObject({ exitCode: expect.toSatisfy((code) => code !== 0) });
      expect(nowhere.stderr).toContain('0.0.0+0');
      expect(await servingVersion()).toBe(versions[4]);
    });
  });

  describe('a release that is waited for and goes bad', () => {
    test('with errors is taken back, and fails the command', { timeout: limit }, async () => {
      const release = await waitingRelease(service, 'errors');
      const crowd = new Crowd(target, service, 10);
      const visits = visitUntilEnded(crowd, release);
      await expectTakenBack(await release.ended, /\d+ of \d+ answers in [\d.]+ s were 5xx/);
      await visits;
    });

    test('with a crash is taken back, and fails the command', { timeout: limit }, async () => {
      const release = await waitingRelease(service, 'on');
      await release.said(/switch: done/);
      // it may be gone before it has answered
      await edge.request({ method: 'POST', path: '/fault/crash' }).then(
        ({ body }) => body.dump(),
        () => undefined,
      );
      await expectTakenBack(await release.ended, /ended by itself \(exit code 1\)/);
    });

    async function expectTakenBack(ended: Ended, why: RegExp): Promise<void> {
      versions.push(reportOf(ended).version);
      expect(ended).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(why) });
      const error = expect.stringMatching(why);
      expect(reportOf(ended)).toMatchObject({ outcome: 'switched-back', previous: versions[4], error });
      expect(await servingVersion()).toBe(versions[4]);
    }
  });

  test('each of these is one entry of the history', { timeout: limit }, async () => {
    const told = await entriesOf(target, service, before);
    const actions = told.filter(({ action }) => action !== 'retire').toReversed();
    const [first, second, third, fourth, fifth, sixth, seventh] = versions;
    expect(actions.map(({ action, version }) => `${action} ${version}`)).toEqual([
      `release ${second}`,
      `rollback ${first}`,
      `release ${third}`,
      `promote ${third}`,
      `release ${fourth}`,
      `promote ${fourth}`,
      `rollback ${fifth}`,
      `release ${sixth}`,
      `switch back ${sixth}`,
      `release ${seventh}`,
      `switch back ${seventh}`,
    ]);
  });

  /** As whoever visits it is told. */
  async function servingVersion(): Promise<string | undefined> {
    const { headers, body } = await edge.request({ method: 'GET', path: '/' });
    await body.dump();
    return seenIn(headers).release?.replace(`${name}@`, '');
  }
});

describe('the history', () => {
  let agent: string;
  let entries: readonly HistoryEntry[];
  beforeAll(async () => {
    agent = await containerOf(target, 'agent');
    // nothing may be appended while somebody else's hand is tried on it
    await Promise.all(target.services.map(({ name }) => waitUntilSettled(target, name)));
    entries = await readAll(target);
  }, limit);

  test('is a chain of hashes that anybody can compute', () => {
    expect(entries.length).toBeGreaterThan(1);
    for (const { hash, ...content } of entries) expect(hashOf(content), `${content.number}`).toBe(hash);
    const older = entries.slice(1);
    expect(older.map(({ hash }) => hash)).toEqual(entries.slice(0, -1).map(({ before }) => before));
  });

  test('shows one entry in full', { timeout: limit }, async () => {
    const [newest] = entries;
    const shown = await attempt(target, ['history', 'show', String(newest?.number), '--json']);
    expect(JSON.parse(shown.stdout)).toEqual(newest);
    const words = await attempt(target, ['history', 'show', String(newest?.number)]);
    expect(words).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(newest?.hash ?? '') });
    expect(await attempt(target, ['history', 'show', '999999'])).toMatchObject({ exitCode: 2 });
  });

  const hands = [
    { hand: 'an entry was changed', edit: '$s/"by":"[^"]*"/"by":"nobody"/', says: /it was changed/ },
    { hand: 'an entry was removed', edit: '1d', says: /it does not follow entry/ },
    { hand: 'the newest entry was removed', edit: '$d', says: /removed from the end/ },
  ];
  test.each(hands)('notices that $hand', { timeout: limit }, async ({ edit, says }) => {
    await onFile('cp -p "$file" "$file.kept" && sed -i "$1" "$file"', edit);
    const broken = await attempt(target, ['history', '--json']);
    await onFile('mv "$file.kept" "$file"');
    expect(broken).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(says) });
    expect(broken.stderr).toContain('THE HISTORY IS BROKEN');
    expect(JSON.parse(broken.stdout).broken.reason).toMatch(says);
  });

  test('is whole again when what it was is put back', { timeout: limit }, async () => {
    expect(await attempt(target, ['history'])).toMatchObject({ exitCode: 0 });
    expect(await readAll(target)).toEqual(entries);
  });

  /** Runs a script on the newest file of the history, behind the agent's back. */
  async function onFile(script: string, argument = ''): Promise<void> {
    const newest = 'file=$(ls -v /var/lib/causeway/history/history-*.jsonl | tail -n 1)';
    const ran = await execute(target, agent, ['sh', '-c', `${newest} && ${script}`, 'sh', argument]);
    if (ran.exitCode !== 0) throw new Error(`${script}: ${ran.stderr}`);
  }
});

/** Begins a release, and comes back when the agent has it in hand. */
async function begunRelease(args: readonly string[]): Promise<Begun> {
  const release = begin(target, args);
  await release.said(/start: started/);
  return release;
}

async function waitingRelease(service: NamedService, fault: 'on' | 'errors'): Promise<Begun> {
  const config = await writeFaulty(target, service, fault);
  return begin(target, ['release', service.name, '--force', '--wait', '--json'], config);
}

async function visitUntilEnded(crowd: Crowd, { ended }: Begun): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) await crowd.visit();
  await crowd.leave();
}

function reportOf({ stdout, stderr }: Ended): ReleaseReport {
  if (!stdout) throw new Error(`no report:\n${stderr}`);
  return JSON.parse(stdout);
}

/** SHA-256 over RFC 8785: what is in an entry needs no more of it than the order of names. */
function hashOf(content: object): string {
  return createHash('sha256').update(JSON.stringify(content, sorted)).digest('hex');
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
