import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plan } from '@causeway/plan';
import type { ReleaseReport, Request } from '@causeway/release';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Part, releaseParts } from './held-releases.ts';
import type { OfHost } from './hosts.ts';
import type { Script } from './testing/try-out.ts';

/** Several Node processes, one after the other. */
const limit = 60_000;

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-held-'));
  said = [];
  const agent = new URL('testing/scripted-agent.ts', import.meta.url).pathname;
  mkdirSync(join(folder, 'bin'));
  const docker = `#!/bin/sh\nexec '${process.execPath}' '${agent}' "${folder}/\${DOCKER_HOST##*/}"\n`;
  writeFileSync(join(folder, 'bin/docker'), docker, { mode: 0o755 });
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const report = (change: Partial<ReleaseReport> = {}): ReleaseReport => ({
  service: 'api',
  outcome: 'released',
  version: '1.0.0+8',
  release: 'r8',
  previous: '1.0.0+7',
  steps: [],
  ...change,
});
const serves = (change: Partial<ReleaseReport> = {}) => [[{ result: report(change) }]];
const held = [[{ result: { held: true } }]];
const gone = [[{ result: { held: false } }]];
const confirmed = [[{ result: { done: '1.0.0+8 confirmed' } }]];
const aborted = [[{ result: { done: '1.0.0+8 aborted' } }]];
const sound: Script = { release: serves(), renew: held, confirm: confirmed, abort: aborted };

function host(hostName: string, script: Script): OfHost<Part> {
  mkdirSync(join(folder, hostName));
  writeFileSync(join(folder, hostName, 'script.json'), JSON.stringify(script));
  const deploy = { look: 0, migrateLock: 0, migrate: 0, boot: 0, drain: 0, stopGrace: 0, bake: 0 };
  const plan = {
    prefix: 'try-prod',
    target: 'prod',
    engine: { host: `unix:///${hostName}` },
    services: [{ name: 'api', deploy }],
  } as unknown as Plan;
  const destination = { plan, files: { releases: join(folder, hostName, 'releases') } };
  const wanted = { service: 'api', image: 'sha256:1', packageVersion: '1.0.0', force: false, by: 'ann@desk' };
  return { hostName, facts: { hostName, destination, wanted } };
}

const wait = ({ hostName, facts }: OfHost<Part>) => ({
  hostName,
  facts: { ...facts, wanted: { ...facts.wanted, wait: true } },
});

function asked(hostName: string): Request[] {
  const lines = readFileSync(join(folder, hostName, 'asked.jsonl'), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line));
}

const opsOf = (hostName: string) => asked(hostName).map(({ op }) => op);
const release = (...parts: OfHost<Part>[]) => releaseParts(parts, (line) => said.push(line));

test('one host alone is held for nobody', { timeout: limit }, async () => {
  await release(host('host1', sound));
  expect(asked('host1')).toEqual([expect.objectContaining({ op: 'release' })]);
  expect(asked('host1')[0]).not.toHaveProperty('wanted.hold');
});

test('each host is held until the last one serves, and calls the content what the first calls it', {
  timeout: limit,
}, async () => {
  const reports = await release(host('host1', sound), host('host2', sound));
  expect(reports.map(({ hostName, facts }) => [hostName, facts.version])).toEqual([
    ['host1', '1.0.0+8'],
    ['host2', '1.0.0+8'],
  ]);
  expect(asked('host1')[0]).toMatchObject({ op: 'release', wanted: { hold: 60_000 } });
  expect(asked('host2')[0]).toMatchObject({ op: 'release', wanted: { hold: 60_000, version: '1.0.0+8' } });
  for (const each of ['host1', 'host2'])
    expect(asked(each).at(-1)).toMatchObject({ op: 'confirm', service: 'api', release: 'r8' });
  expect(said.slice(-2)).toEqual(['host2: 1.0.0+8 confirmed', 'host1: 1.0.0+8 confirmed']);
});

test('a failure on the second takes the first back, and says what serves where', {
  timeout: limit,
}, async () => {
  const failing = { ...sound, release: serves({ outcome: 'failed', error: 'ready: no answer' }) };
  await expect(release(host('host1', sound), host('host2', failing))).rejects.toThrow(
    /^host2: release of api 1\.0\.0\+8 failed: ready: no answer\n.*\nhost1: api 1\.0\.0\+8 was taken back, 1\.0\.0\+7 serves again$/,
  );
  expect(asked('host1').at(-1)).toMatchObject({
    op: 'abort',
    why: 'host2: release of api 1.0.0+8 failed: ready: no answer',
  });
  expect([...opsOf('host1'), ...opsOf('host2')]).not.toContain('confirm');
});

test('a first host that has gone back meanwhile takes the second with it, and none is confirmed', {
  timeout: limit,
}, async () => {
  const crashing = { ...sound, renew: [...held, ...gone] };
  await expect(release(host('host1', crashing), host('host2', sound))).rejects.toThrow(
    /^host1: api 1\.0\.0\+8 served there, and was taken back before all hosts had it.*\nhost2: api 1\.0\.0\+8 was taken back/,
  );
  expect([...opsOf('host1'), ...opsOf('host2')]).not.toContain('confirm');
});

test('a confirmation whose answer is lost is asked for again', { timeout: limit }, async () => {
  const lossy: Script = { ...sound, confirm: [['die'], ...confirmed] };
  await release(host('host1', sound), host('host2', lossy));
  expect(opsOf('host2').filter((op) => op === 'confirm')).toHaveLength(2);
});

test('a host that has it already, and holds nothing, is neither confirmed nor taken back', {
  timeout: limit,
}, async () => {
  const settled = { ...sound, release: serves({ outcome: 'unchanged' }), renew: gone };
  const failing = { ...sound, release: serves({ outcome: 'failed', error: 'no' }) };
  await expect(release(host('host1', settled), host('host2', failing))).rejects.toThrow('host2: release');
  expect(opsOf('host1')).toEqual(['release', 'renew']);
});

test('a host that has the content under another name gets it under the name of the first', {
  timeout: limit,
}, async () => {
  const named = { outcome: 'unchanged', version: '1.0.0+6' } as const;
  // what is forced is not asked for twice, so it has to be known from what was there
  const before = { status: [[{ result: { services: [] } }]], history: [[{ result: { entries: [] } }]] };
  const other = { ...sound, ...before, release: [...serves(named), ...serves()] } as unknown as Script;
  await release(host('host1', sound), host('host2', other));
  expect(asked('host2').filter(({ op }) => op === 'release')).toMatchObject([
    { wanted: { force: false } },
    { wanted: { force: true, version: '1.0.0+8', hold: 60_000 } },
  ]);
  expect(opsOf('host2').at(-1)).toBe('confirm');
});

test('an agent that answers no more once it serves the release is told to take it back as well', {
  timeout: limit,
}, async () => {
  const broken: Script = { ...sound, renew: [[{ error: { message: 'the disk is full' } }]] };
  await expect(release(host('host1', sound), host('host2', broken))).rejects.toThrow(
    /^host2: the disk is full\nhost1: api 1\.0\.0\+8 was taken back.*\nhost2: api 1\.0\.0\+8 was taken back/,
  );
});

test('a host that may not go back says why, and nothing else is promised', { timeout: limit }, async () => {
  const message = 'api: 1.0.0+8 serves, and there is no way back from it: drops orders';
  const stays: Script = { ...sound, abort: [[{ error: { message, kind: 'obstacle' } }]] };
  const failing = { ...sound, release: serves({ outcome: 'failed', error: 'no' }) };
  const error: Error = await release(host('host1', stays), host('host2', failing)).catch((error) => error);
  expect(error.message.split('\n').at(-1)).toBe(`host1: api 1.0.0+8 could not be taken back: ${message}`);
});

test('what goes bad on one while the command waits is taken back on all', { timeout: limit }, async () => {
  const bad = report({ outcome: 'switched-back', error: 'replica 1 ended by itself' });
  const waiting: Script = {
    ...sound,
    attach: [[{ until: 'abort' }, { result: report({ outcome: 'aborted' }) }]],
  };
  const [first, second] = [host('host1', waiting), host('host2', { ...sound, attach: [[{ result: bad }]] })];
  await expect(release(wait(first), wait(second))).rejects.toThrow(/^host2: .*went bad/);
  expect(asked('host1').at(-1)).toMatchObject({ op: 'abort' });
  expect(opsOf('host2')).not.toContain('abort');
});

test('what has served on one and is watched there is taken back with the other', {
  timeout: limit,
}, async () => {
  const baking: Script = {
    ...sound,
    release: serves({ outcome: 'unchanged' }),
    renew: gone,
    attach: [[{ until: 'abort' }, { result: report({ outcome: 'aborted' }) }]],
  };
  const bad = report({ outcome: 'switched-back', error: 'replica 1 ended by itself' });
  const [first, second] = [host('host1', baking), host('host2', { ...sound, attach: [[{ result: bad }]] })];
  await expect(release(wait(first), wait(second))).rejects.toThrow(/\nhost1: api 1\.0\.0\+8 was taken back/);
});
