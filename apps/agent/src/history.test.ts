import { createHash } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEntry } from '@causeway/release';
import canonicalize from 'canonicalize';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FileHistory } from './history.ts';
import { linkEntry } from './history-chain.ts';

let directory: string;
let logged: string[];
const file = (number = 1) => join(directory, `history-${number}.jsonl`);
const reopened = () => new FileHistory(directory);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'causeway-history-'));
  logged = [];
  vi.spyOn(console, 'log').mockImplementation((line) => logged.push(line));
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true });
});

const entry = (build: number, service = 'api') =>
  ({ at: build, service, action: 'release', by: 'ann@laptop', version: `1.0.0+${build}` }) as const;

async function filled(count: number): Promise<FileHistory> {
  const history = reopened();
  for (let build = 1; build <= count; build++) await history.append(`api r${build} release`, entry(build));
  return history;
}

test('a new history is empty and whole', async () => {
  expect(await reopened().read()).toEqual({ entries: [] });
});

test('the highest build of each service is known, also after a start', async () => {
  const history = reopened();
  expect(history.newestBuild('api')).toBe(0);
  for (const release of ['r9', 'r10', 'r8'])
    await history.append(`api ${release} release`, { ...entry(1), release });
  await history.append('site r2 release', { ...entry(1, 'site'), release: 'r2' });
  await history.append('site pause', { ...entry(1, 'site') });
  for (const one of [history, reopened()])
    expect(['api', 'site', 'shop'].map((service) => one.newestBuild(service))).toEqual([10, 2, 0]);
});

test('entries are counted, linked, and given newest first, also after a start', async () => {
  await filled(2);
  await reopened().append('site r1 release', entry(3, 'site'));

  const { entries, broken } = await reopened().read();
  expect(broken).toBeUndefined();
  expect(entries).toMatchObject([
    { ...entry(3, 'site'), number: 3, before: entries[1]?.hash },
    { ...entry(2), number: 2, before: entries[2]?.hash },
    { ...entry(1), number: 1 },
  ]);
  expect(entries[2]).not.toHaveProperty('before');
});

test('what is given can be verified by itself: SHA-256 over its canonical JSON without the hash', async () => {
  const { entries } = await (await filled(3)).read();
  const hashes = entries.map(({ hash: _, ...content }) =>
    createHash('sha256')
      .update(canonicalize(content) ?? '')
      .digest('hex'),
  );
  expect(hashes).toEqual(entries.map(({ hash }) => hash));
});

test('those of one service are asked for alone', async () => {
  const history = await filled(2);
  await history.append('site r1 release', entry(3, 'site'));
  expect((await history.read({ service: 'site' })).entries.map(({ number }) => number)).toEqual([3]);
  expect((await history.read({ service: 'api' })).entries.map(({ number }) => number)).toEqual([2, 1]);
});

test('what has an id that is there is told once, at the same moment and after a start', async () => {
  const history = await filled(1);
  await Promise.all([1, 2, 3].map(() => history.append('api r2 release', entry(2))));
  await reopened().append('api r1 release', { ...entry(1), why: 'the agent started again' });
  expect((await reopened().read()).entries).toMatchObject([entry(2), entry(1)]);
});

test('of many at the same moment all are there, in the order in which they came', async () => {
  const history = reopened();
  const builds = Array.from({ length: 50 }, (_, index) => index + 1);
  await Promise.all(builds.map((build) => history.append(`api r${build}`, entry(build))));
  const { entries, broken } = await reopened().read();
  expect(broken).toBeUndefined();
  expect(entries.map(({ at }) => at)).toEqual(builds.reverse());
});

test('what no canonical JSON can hold is written as JSON has it', async () => {
  const half = '💥'.slice(0, 1);
  const step = { step: 'migrate', startedAt: 1, facts: { seconds: Number.NaN } };
  await reopened().append('one', { ...entry(1), why: `log: ${half}`, steps: [step] });
  expect(await reopened().read()).toMatchObject({ entries: [{ why: 'log: \uFFFD' }] });
});

test.each([
  ['half of it', (line: string) => line.slice(0, line.length / 2)],
  ['all but its end', (line: string) => line],
  ['zeros', () => '\0'.repeat(100)],
])('an entry of which a kill left %s is cut off, and the log says so', async (_what, left) => {
  await filled(2);
  const whole = readFileSync(file(), 'utf8');
  appendFileSync(file(), left(whole.split('\n')[1] ?? ''));

  const history = reopened();
  expect(readFileSync(file(), 'utf8')).toBe(whole);
  expect(logged.join()).toContain('half an entry at the end of the history');
  await history.append('api r3 release', entry(3));
  const { entries, broken } = await history.read();
  expect(broken).toBeUndefined();
  expect(entries.map(({ number }) => number)).toEqual([3, 2, 1]);
});

describe('a chain that somebody has', () => {
  const lines = () => readFileSync(file(), 'utf8').trimEnd().split('\n');
  const rewrite = (changed: readonly (string | undefined)[]) =>
    writeFileSync(file(), changed.map((line) => `${line}\n`).join(''));
  /** By one who knows how: the hash fits the content again. */
  const forge = (line: string) => {
    const { id, entry } = JSON.parse(line) as { id: string; entry: HistoryEntry };
    const { hash: _, ...content } = { ...entry, by: 'eve@laptop' };
    const hash = createHash('sha256').update(canonicalize(content) ?? '');
    return JSON.stringify({ id, entry: { ...content, hash: hash.digest('hex') } });
  };
  type Damage = (lines: string[]) => (string | undefined)[];

  test.each<[string, number, RegExp, Damage]>([
    [
      'changed',
      3,
      /was changed/,
      (all) => all.map((line, at) => (at === 2 ? line.replace('ann', 'eve') : line)),
    ],
    [
      'changed with its hash',
      4,
      /does not follow entry 3/,
      (all) => all.map((line, at) => (at === 2 ? forge(line) : line)),
    ],
    ['taken an entry out of', 4, /does not follow entry 2/, (all) => all.toSpliced(2, 1)],
    ['taken the first out of', 2, /does not follow entry 0/, (all) => all.slice(1)],
    ['reordered', 3, /does not follow entry 1/, ([a, b, c, ...rest]) => [a, c, b, ...rest]],
    ['doubled an entry of', 2, /does not follow entry 2/, ([a, b, ...rest]) => [a, b, b, ...rest]],
    ['cut the end off', 4, /entries 4 to 5 were removed from the end/, (all) => all.slice(0, 3)],
    ['emptied', 1, /entries 1 to 5 were removed from the end/, () => []],
    ['written nonsense into', 3, /not readable/, (all) => all.toSpliced(2, 1, 'nonsense')],
  ])('%s is seen to be broken, and what can be read is given', async (_what, number, reason, damage) => {
    await filled(5);
    rewrite(damage(lines()));
    const { broken, entries } = await reopened().read();
    expect(broken).toEqual({ number, reason: expect.stringMatching(reason) });
    expect(entries).toHaveLength(lines().filter((line) => line.startsWith('{')).length);
  });

  test('cut the end off stays broken when it grows again', async () => {
    await filled(5);
    rewrite(lines().slice(0, 3));
    await reopened().append('api r6 release', entry(6));
    expect((await reopened().read()).broken).toMatchObject({
      number: 6,
      reason: expect.stringMatching(/does not follow entry 3/),
    });
  });
});

describe('more entries than a person reads', () => {
  /** Written at once: each append waits for the disk. */
  const filledWith = async (count: number) => {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    let last: HistoryEntry | undefined;
    const lines = numbers.map((number) => {
      last = linkEntry(entry(number), last);
      return JSON.stringify({ id: `api r${number}`, entry: last });
    });
    writeFileSync(file(), `${lines.join('\n')}\n`);
    return reopened();
  };

  test('are told as far as they are asked for, up to five thousand', async () => {
    const history = await filledWith(5002);
    const told = async (last?: number) => {
      const { entries } = await history.read(last === undefined ? {} : { last });
      return [entries.length, entries[0]?.number, entries.at(-1)?.number];
    };
    expect(await told(2)).toEqual([2, 5002, 5001]);
    expect(await told()).toEqual([1000, 5002, 4003]);
    expect(await told(3000)).toEqual([3000, 5002, 2003]);
    expect(await told(9000)).toEqual([5000, 5002, 3]);
  });

  test('are told one by one, however old, with what is kept and a break elsewhere', async () => {
    const history = await filledWith(1500);
    writeFileSync(file(), readFileSync(file(), 'utf8').replace('1.0.0+700', '1.0.0+7'));
    const broken = { number: 700, reason: expect.stringContaining('it was changed') };
    const kept = { oldest: 1, newest: 1500 };
    expect(await history.read({ entry: 5 })).toEqual({
      entries: [expect.objectContaining({ number: 5 })],
      kept,
      broken,
    });
    expect(await history.read({ entry: 1501 })).toEqual({ entries: [], kept, broken });
  });
});

describe('many entries', () => {
  const small = { size: 1000, count: 3 };

  test('fill numbered files, of which the oldest go, and the chain goes on over them', async () => {
    const history = new FileHistory(directory, small);
    for (let build = 1; build <= 40; build++) await history.append(`api r${build}`, entry(build));
    const files = readdirSync(directory).filter((name) => name.endsWith('.jsonl'));
    expect(files).toHaveLength(3);
    expect(files).not.toContain('history-1.jsonl');

    const { entries, broken } = await new FileHistory(directory, small).read();
    expect(broken).toBeUndefined();
    expect(entries[0]?.number).toBe(40);
    expect(entries.map(({ number }) => number)).toEqual(entries.map((_, index) => 40 - index));
  });

  test('are told once, also when the file has just changed', async () => {
    for (let build = 1; build <= 40; build++) {
      await new FileHistory(directory, small).append(`api r${build}`, entry(build));
      await new FileHistory(directory, small).append(`api r${build}`, entry(build));
    }
    expect((await new FileHistory(directory, small).read()).entries[0]?.number).toBe(40);
  });

  test('of which somebody removed a file are broken', async () => {
    const roomy = { ...small, count: 30 };
    const history = new FileHistory(directory, roomy);
    for (let build = 1; build <= 40; build++) await history.append(`api r${build}`, entry(build));
    rmSync(file(1));
    expect((await history.read()).broken?.reason).toMatch(/does not follow entry 0/);
  });
});

test('a full disk stops nobody; the entry goes to the log, and into the file when there is room again', async () => {
  const history = await filled(1);
  renameSync(file(), `${file()}.aside`);
  symlinkSync('/dev/full', file());
  await history.append('api r2 release', entry(2));
  await history.append('api r3 release', entry(3));
  expect(logged.join()).toMatch(/ENOSPC.*1\.0\.0\+2/);
  renameSync(`${file()}.aside`, file());

  await history.append('api r4 release', entry(4));
  const { entries, broken } = await reopened().read();
  expect(broken).toBeUndefined();
  expect(entries.map(({ number, at }) => [number, at])).toEqual([
    [4, 4],
    [3, 3],
    [2, 2],
    [1, 1],
  ]);
});
