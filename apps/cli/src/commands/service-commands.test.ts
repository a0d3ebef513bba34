import { maintenancePageLimit } from '@causeway/edge';
import type { HistoryEntry, Request } from '@causeway/release';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { report, TryOut } from '../testing/try-out.ts';

let tryOut: TryOut;

beforeEach(() => {
  tryOut = new TryOut();
});

afterEach(() => tryOut.remove());

describe('rollback', () => {
  const preview = {
    service: 'api',
    from: '1.2+8',
    to: '1.2+7',
    warm: true,
    steps: ['switch: the route goes back from 1.2+8 to 1.2+7'],
  };
  const back = { ...report, outcome: 'rolled-back', version: '1.2+7', previous: '1.2+8', steps: [] } as const;

  test('shows where it leads, and goes there and nowhere else', async () => {
    tryOut.script({ 'rollback-preview': [[{ result: preview }]], rollback: [[{ result: back }]] });
    const { exitCode, stdout, stderr } = await tryOut.causeway('rollback', 'api', '--yes');
    expect(stderr).toContain('api: from 1.2+8 back to 1.2+7, which still runs\n  1. switch:');
    expect(tryOut.asks('rollback')[0]?.rollback).toMatchObject({ service: 'api', to: '1.2+7' });
    expect(stdout).toContain('api 1.2+7 serves instead of 1.2+8: rolled back');
    expect(exitCode).toBe(0);
  });

  test('to what does not run any more looks for its image and for migrations first', async () => {
    const past = { service: 'api', by: 'bo@desk', action: 'release', hash: '' } as const;
    const entries: HistoryEntry[] = [
      { ...past, number: 2, at: 1_800_000_000_000, version: '1.2+8', release: 'r8', image: 'sha256:8' },
      { ...past, number: 1, at: 1_790_000_000_000, version: '1.2+7', release: 'r7', image: 'sha256:7' },
    ];
    const cold = { 'rollback-preview': [[{ result: { ...preview, warm: false } }]] };
    tryOut.script({
      ...cold,
      history: [[{ result: { entries } }]],
      rollback: [[{ result: back }]],
    });
    const { exitCode, stderr } = await tryOut.causeway('rollback', 'api', '--yes');
    expect(stderr).toContain(
      '1.2+7 does not run any more; released 2026-09-21 14:13:20 UTC by bo@desk, and its image is still on the engine',
    );
    expect(exitCode).toBe(0);

    tryOut.noImages();
    const refused = await tryOut.causeway('rollback', 'api', '--yes');
    expect(refused.stderr).toContain('rollback of api: the image of 1.2+7 (sha256:7) is not on the engine');
    expect(tryOut.asks('rollback')).toHaveLength(1);
    expect(refused.exitCode).toBe(4);
  });

  test('is refused with the reason, and nothing is asked of the agent', async () => {
    const refused = '1.2+8 ran a migration that cannot be undone: drops orders';
    tryOut.script({ 'rollback-preview': [[{ result: { ...preview, refused } }]] });
    const { exitCode, stderr } = await tryOut.causeway('rollback', 'api', '--yes');
    expect(stderr).toContain(`rollback of api: ${refused}`);
    expect(tryOut.asked()).toHaveLength(1);
    expect(exitCode).toBe(4);
  });

  test('without --yes and without anybody to ask is a mistake', async () => {
    tryOut.script({ 'rollback-preview': [[{ result: preview }]] });
    const { exitCode, stderr } = await tryOut.causeway('rollback', 'api', '--to', '1.2+7');
    expect(stderr).toContain('rollback: there is nobody to ask; write --yes if it is meant');
    expect(exitCode).toBe(2);
  });

  test.each([
    ['y', 0, ['rollback-preview', 'rollback']],
    ['n', 4, ['rollback-preview']],
  ])('on a terminal asks, and %s ends with %d', async (key, code, ops) => {
    tryOut.script({ 'rollback-preview': [[{ result: preview }]], rollback: [[{ result: back }]] });
    const command = tryOut.onTerminal('rollback', 'api');
    command.all.on('data', (chunk: Buffer) => String(chunk).includes('[y/N]') && command.stdin.write(key));
    expect((await command).exitCode).toBe(code);
    expect(tryOut.asked().map(({ op }) => op)).toEqual(ops);
  });
});

describe('one request and one answer', () => {
  const by = expect.stringContaining('@');
  test.each<[string[], object, Request, string]>([
    [['abort', 'api'], { done: '1.2+8 aborted' }, { op: 'abort', service: 'api', by }, '1.2+8 aborted'],
    [['promote', 'api'], { done: '1.2+8 released' }, { op: 'promote', service: 'api', by }, '1.2+8 released'],
    [
      ['resume', 'api'],
      { held: 3 },
      { op: 'resume', service: 'api', by },
      'api goes on: 3 requests were held',
    ],
    [
      ['pause', 'api', '--for', '20s'],
      { until: 1_800_000_000_000 },
      { op: 'pause', service: 'api', within: 20_000, by },
      'requests to api are held until 08:00:00 UTC',
    ],
    [
      ['maintenance', 'api', 'off'],
      { done: 'off' },
      { op: 'maintenance', service: 'api', wanted: { on: false, by } },
      'off',
    ],
    [
      ['maintenance', 'api', 'on', '--retry-after', '2m', '--page', 'sorry.html'],
      { done: 'on' },
      { op: 'maintenance', service: 'api', wanted: { on: true, retryAfter: 120, page: '<p>Sorry', by } },
      'on',
    ],
  ])('%j', async (args, result, request, words) => {
    tryOut.write('sorry.html', '<p>Sorry');
    tryOut.script({ [request.op]: [[{ result }]] });
    const { exitCode, stdout } = await tryOut.causeway(...args);
    expect(tryOut.asked()).toEqual([request]);
    expect(stdout).toContain(words);
    expect(exitCode).toBe(0);
    expect(JSON.parse((await tryOut.causeway(...args, '--json')).stdout)).toEqual(result);
  });

  test.each([
    [['pause', 'api', '--for', '31s'], 'Write 30s or less'],
    [['maintenance', 'api', 'perhaps'], 'Allowed choices are on, off.'],
    [['maintenance', 'api', 'on', '--page', 'no.html'], '--page no.html: cannot be read (ENOENT)'],
    [['history', 'show'], 'history show: which one?'],
    [['history', '-n', '5001'], 'Write 5000 or less'],
    [['abort', 'web'], 'web: the config has no such service'],
  ])('%j is a mistake', async (args, words) => {
    const { exitCode, stderr } = await tryOut.causeway(...args);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  });
});

describe('a maintenance page', () => {
  // two bytes each
  const page = 'é'.repeat(maintenancePageLimit / 2);

  test('as large as the edge serves it is sent whole', async () => {
    tryOut.write('page.html', page);
    tryOut.script({ maintenance: [[{ result: { done: 'on' } }]] });
    expect((await tryOut.causeway('maintenance', 'api', 'on', '--page', 'page.html')).exitCode).toBe(0);
    expect(tryOut.asks('maintenance')[0]?.wanted.page).toBe(page);
  });

  test('that is larger is a mistake, and the agent is not asked', async () => {
    tryOut.write('page.html', `${page}!`);
    const { exitCode, stderr } = await tryOut.causeway('maintenance', 'api', 'on', '--page', 'page.html');
    expect(stderr).toContain(
      '--page page.html: has 65537 bytes, and the edge serves at most 65536; link its images and styles from elsewhere',
    );
    expect(tryOut.asked()).toEqual([]);
    expect(exitCode).toBe(2);
  });
});

test('a pause for a command ends with it, whatever it returns', async () => {
  tryOut.script({ pause: [[{ result: { until: 1 } }]], resume: [[{ result: { held: 2 } }]] });
  const command = 'echo changed; exit 7';
  const { exitCode, stdout, stderr } = await tryOut.causeway('pause', 'api', '--while', command, '--json');
  expect(tryOut.asked().map(({ op }) => op)).toEqual(['pause', 'resume']);
  expect(JSON.parse(stdout)).toEqual({ until: 1, while: { command, exitCode: 7, late: false, held: 2 } });
  expect(stderr).toContain('changed');
  expect(exitCode).toBe(1);
});

describe('a pause that ends before its command', () => {
  const over = { error: { message: 'api: it is not paused', kind: 'obstacle' } } as const;

  test.each([
    ['exit 0', 0, 'api: requests went on while "exit 0" still ran, for the pause was over before it'],
    ['exit 7', 7, 'exit 7: exit code 7'],
  ])('is told, and how the command ended: %s', async (command, code, words) => {
    tryOut.script({ pause: [[{ result: { until: 1 } }]], resume: [[over]] });
    const { exitCode, stdout, stderr } = await tryOut.causeway('pause', 'api', '--while', command, '--json');
    expect(JSON.parse(stdout).while).toEqual({ command, exitCode: code, late: true, held: 0 });
    expect(stderr).toContain(words);
    expect(exitCode).toBe(1);
  });

  test('is not what an agent means that refuses for another reason', async () => {
    const message = 'the disk is full';
    tryOut.script({ pause: [[{ result: { until: 1 } }]], resume: [[{ error: { message } }]] });
    const { exitCode, stderr } = await tryOut.causeway('pause', 'api', '--while', 'exit 0');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(message)]);
  });
});

describe('history', () => {
  const entries: HistoryEntry[] = [3, 2, 1].map((number) => ({
    number,
    at: 1_800_000_000_000,
    service: 'api',
    action: 'release',
    by: 'ann@desk',
    version: `1.2+${number}`,
    steps: [{ step: 'ready', startedAt: 0, endedAt: 30_000, failed: 'no answer' }],
    requests: [{ version: `1.2+${number}`, served: 5, failed: 0 }],
    hash: 'ff',
  }));

  test('shows the newest, and one in full', async () => {
    tryOut.script({ history: [[{ result: { entries } }]] });
    const { stdout } = await tryOut.causeway('history', '-n', '2');
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/).slice(0, 5))).toEqual([
      ['N', 'WHEN (UTC)', 'SERVICE', 'ACTION', 'VERSION'],
      ['3', '2027-01-15 08:00:00', 'api', 'release', '1.2+3'],
      ['2', '2027-01-15 08:00:00', 'api', 'release', '1.2+2'],
    ]);
    const shown = (await tryOut.causeway('history', 'show', '1')).stdout;
    expect(shown).toMatch(/phases\s+ready 30 s \(failed\)/);
    expect(shown).toMatch(/requests\s+1\.2\+1 answered 5 requests, none with an error \(5xx\)/);
    expect(JSON.parse((await tryOut.causeway('history', 'show', '1', '--json')).stdout)).toEqual(entries[2]);
    expect(tryOut.asked().slice(0, 2)).toEqual([
      { op: 'history', last: 2 },
      { op: 'history', entry: 1 },
    ]);
  });

  test('of a service that the config names no more is asked of the agent, which knows', async () => {
    tryOut.script({
      history: [[{ result: { entries } }], [{ error: { message: 'none', kind: 'mistake' } }]],
    });
    expect((await tryOut.causeway('history', '--service', 'gone')).exitCode).toBe(0);
    expect(tryOut.asks('history')).toEqual([{ op: 'history', service: 'gone', last: 20 }]);
    expect((await tryOut.causeway('history', '--service', 'never')).exitCode).toBe(2);
  });

  test('says which there are when one is not there, and a broken chain before that', async () => {
    const whole = { entries: [], kept: { oldest: 2000, newest: 3000 } };
    const broken = { number: 2500, reason: 'its hash does not fit' };
    tryOut.script({ history: [[{ result: whole }], [{ result: { ...whole, broken } }]] });
    const missing = await tryOut.causeway('history', 'show', '5');
    expect(missing.stderr).toContain('history show 5: there is no such entry; kept are 2000 to 3000');
    expect(missing.exitCode).toBe(2);
    const damaged = await tryOut.causeway('history', 'show', '5');
    expect(damaged.stderr).toContain('THE HISTORY IS BROKEN at entry 2500');
    expect(damaged.exitCode).toBe(1);
  });

  test('ends with 1 and says so loudly when the chain is broken', async () => {
    const broken = { number: 2, reason: 'its hash does not fit' };
    tryOut.script({ history: [[{ result: { entries, broken } }]] });
    const { exitCode, stdout, stderr } = await tryOut.causeway('history', '--json');
    expect(stderr).toContain('THE HISTORY IS BROKEN at entry 2: its hash does not fit');
    expect(JSON.parse(stdout)).toEqual({ entries, broken });
    expect(exitCode).toBe(1);
  });
});

describe('credentials', () => {
  const users = [{ name: 'developer', password: 'new', paths: ['/admin'] }];

  test('--rotate asks for a new password, and shows that one alone', async () => {
    tryOut.script({ rotate: [[{ result: { users, readers: [] } }]] });
    const { exitCode, stdout } = await tryOut.causeway('credentials', '--rotate', 'developer');
    expect(stdout).toContain('developer  new       /admin');
    expect(tryOut.asks('rotate')[0]).toMatchObject({ user: 'developer', by: expect.stringContaining('@') });
    expect(exitCode).toBe(0);
  });

  test('without it nothing is made', async () => {
    tryOut.script({ credentials: [[{ result: { users, readers: [] } }]] });
    await tryOut.causeway('credentials');
    expect(tryOut.asks('credentials')).toHaveLength(1);
    expect(tryOut.asks('rotate')).toHaveLength(0);
  });

  test('of somebody whom no path is for is a mistake', async () => {
    const message = 'eve: no protected path is for this user; there is developer';
    tryOut.script({ rotate: [[{ error: { message, kind: 'mistake' } }]] });
    const { exitCode, stderr } = await tryOut.causeway('credentials', '--rotate', 'eve');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
