import type { HistoryEntry, ReleaseReport, RollbackPreview, Status } from '@causeway/release';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Line, report, type Script } from '../testing/try-out.ts';
import { TwoHosts } from '../testing/two-hosts.ts';

/** Several Node processes of a second each. */
const limit = 120_000;

let prod: TwoHosts;

beforeEach(() => {
  prod = new TwoHosts();
});

afterEach(() => prod.remove());

function serving(version: string, more: object = {}): Status {
  const service = { service: 'api', hosts: ['localhost'], replicas: [], draining: [], ...more };
  const live = { version, release: 'r1', image: '', since: 0, by: 'ann@desk' };
  const whole = {
    platform: 'try',
    target: 'prod',
    url: [],
    containers: [],
    certificates: [],
    edgeErrors: [],
  };
  return { ...whole, services: [{ ...service, serving: live }] };
}

const answers = (result: object): Line[] => [{ result } as Line];
const refuses = (message: string): Line[] => [{ error: { message, kind: 'obstacle' } }];
const both = (one: Script, other = one) => {
  prod.scriptOf('host1', one);
  prod.scriptOf('host2', other);
};

describe('while a host is away', () => {
  beforeEach(() => prod.switchOff('host2'));

  test('status shows the others, says who is missing and why, and ends with 3', {
    timeout: limit,
  }, async () => {
    prod.scriptOf('host1', { status: [answers(serving('1.2+8'))] });
    const { exitCode, stdout, stderr } = await prod.onProd('status');
    expect(stdout).toMatch(/^host1:\n {2}try on prod/);
    expect(stderr).toMatch(/^host2: ssh:\/\/deploy@host2: the machine does not answer/m);
    expect(exitCode).toBe(3);
    const { stdout: json } = await prod.onProd('status', '--json');
    expect(JSON.parse(json)).toMatchObject({
      hosts: { host1: { services: [{ service: 'api' }] } },
      away: { host2: expect.stringContaining('does not answer') },
    });
  });

  test('an agent that is away is told of in the same way', { timeout: limit }, async () => {
    prod.scriptOf('host1', { status: [['absent']] });
    const { exitCode, stderr } = await prod.onProd('status');
    expect(stderr).toMatch(/^host1: agent: not there.*\nhost2: ssh:.*the machine does not answer/m);
    expect(exitCode).toBe(3);
  });

  test('logs and history are those of the others', { timeout: limit }, async () => {
    prod.scriptOf('host1', { history: [answers({ entries: [] })] });
    for (const [words, found] of [
      [['logs'], 'host1 try-prod-agent | from host1'],
      [['history'], 'nothing was done yet'],
    ] as const) {
      const { exitCode, stdout, stderr } = await prod.onProd(...words);
      expect(stdout).toContain(found);
      expect(stderr).toContain('host2');
      expect(exitCode).toBe(3);
    }
  });

  test('nothing is ordered of the others unless it is said', { timeout: limit }, async () => {
    prod.scriptOf('host1', { maintenance: [answers({ done: 'api answers 503 to everybody' })] });
    const refused = await prod.onProd('maintenance', 'api', 'on');
    expect(refused.stderr).toContain('Nothing was changed; --without host2 goes on with the others');
    expect([refused.exitCode, prod.opsOf('host1')]).toEqual([3, []]);
    const { exitCode, stdout, stderr } = await prod.onProd('maintenance', 'api', 'on', '--without', 'host2');
    expect(stderr).toContain('host2 is left out: it stays as it is');
    expect(stdout).toBe('host1:\n  api answers 503 to everybody');
    expect(exitCode).toBe(0);
  });

  test('a release on the others is held for nobody', { timeout: limit }, async () => {
    prod.scriptOf('host1', { release: [answers(report)] });
    const { exitCode } = await prod.onProd('release', 'api', '--without', 'host2');
    expect(prod.askedOf('host1')).toEqual([expect.objectContaining({ op: 'release' })]);
    expect(prod.askedOf('host1')[0]).not.toHaveProperty('wanted.hold');
    expect(exitCode).toBe(0);
  });
});

test.each([
  [
    ['release', 'api', '--without', 'host1'],
    'release --without host1: the first host of target prod has the data',
  ],
  [['deploy', '--without', 'host1'], 'deploy --without host1: the first host'],
  [
    ['credentials', '--rotate', 'ann', '--without', 'host1'],
    'credentials --rotate --without host1: the first',
  ],
  [['abort', 'api', '--without', 'host3'], 'target prod has no such host; write one of host1, host2'],
  [['abort', 'api', '--without', 'host1', '--without', 'host2'], '--without: no host of target prod is left'],
])('%j is a mistake', { timeout: limit }, async (words, why) => {
  const { exitCode, stderr } = await prod.onProd(...words);
  expect(stderr).toContain(why);
  expect(exitCode).toBe(2);
});

describe('what is paused', () => {
  test('goes on where it is held, though it is not held everywhere', { timeout: limit }, async () => {
    both({ resume: [refuses('api: it is not paused')] }, { resume: [answers({ held: 3 })] });
    const { exitCode, stdout } = await prod.onProd('resume', 'api');
    expect(stdout).toBe('host1:\n  api: it is not paused\n\nhost2:\n  api goes on: 3 requests were held');
    expect(exitCode).toBe(0);
  });

  test('goes on at once when another host cannot be paused', { timeout: limit }, async () => {
    const result = { pause: [answers({ until: 1 })], resume: [answers({ held: 0 })] };
    both(result, { pause: [[{ error: { message: 'the disk is full' } }]] });
    const { exitCode, stderr } = await prod.onProd('pause', 'api', '--while', 'echo done here');
    expect(stderr).toContain('host2: the disk is full');
    expect(stderr).not.toContain('done here');
    expect(prod.opsOf('host1')).toEqual(['pause', 'resume']);
    expect(exitCode).toBe(1);
  });
});

test('an order that fails on one host says what the others have done', { timeout: limit }, async () => {
  both({ maintenance: [answers({ done: 'api serves again' })] }, { maintenance: [['die']] });
  const { exitCode, stderr } = await prod.onProd('maintenance', 'api', 'off');
  expect(stderr).toMatch(/^host2: agent maintenance: the agent went away.*\nhost1: api serves again$/m);
  expect(exitCode).toBe(1);
});

test('a password that is not new everywhere still opens what it did, and that is said', {
  timeout: limit,
}, async () => {
  const users = [{ name: 'developer', password: 'new', paths: ['/admin'] }];
  const secrets = { passwords: { user: {}, role: {} }, authority: { chain: '', key: '' } };
  const first = { rotate: [answers({ users, readers: [] })], export: [answers(secrets)] };
  both(first, { import: [['die']] });
  const { exitCode, stderr } = await prod.onProd('credentials', '--rotate', 'developer');
  expect(stderr).toMatch(
    /developer has a new password.*THE OLD ONE STILL OPENS these:\n {2}host2: agent import/,
  );
  expect(exitCode).toBe(1);
});

test('the edge of each is shown', { timeout: limit }, async () => {
  both(
    { edge: [answers({ files: { 'lds.json': 'one' } })] },
    { edge: [answers({ files: { 'lds.json': 'two' } })] },
  );
  const { stdout } = await prod.onProd('edge');
  expect(stdout).toMatch(/^host1:\n {2}# lds\.json\n {2}one\n\n+host2:\n {2}# lds\.json\n {2}two/);
});

test('a history that is broken is named with its host', { timeout: limit }, async () => {
  const entry = { number: 1, at: 0, service: 'api', action: 'release', by: 'ann@desk', hash: '' } as const;
  const entries: HistoryEntry[] = [entry];
  const broken = { number: 1, reason: 'its hash does not fit' };
  both({ history: [answers({ entries })] }, { history: [answers({ entries, broken })] });
  const { exitCode, stderr } = await prod.onProd('history');
  expect(stderr).toContain('host2: THE HISTORY IS BROKEN at entry 1');
  expect(exitCode).toBe(1);
});

describe('a rollback', () => {
  const preview: RollbackPreview = { service: 'api', from: '1.2+8', to: '1.2+7', warm: true, steps: [] };
  const cold = { ...preview, warm: false };
  const back: ReleaseReport = {
    ...report,
    outcome: 'rolled-back',
    version: '1.2+7',
    previous: '1.2+8',
    steps: [],
  };
  const wanted = (host: 'host1' | 'host2') => prod.askedOf(host).find(({ op }) => op === 'rollback');

  test('to what is warm on one host alone has one name on all', { timeout: limit }, async () => {
    const history = [answers({ entries: [] })];
    both(
      { 'rollback-preview': [answers(cold)], history, rollback: [answers(back)] },
      { 'rollback-preview': [answers(preview)], rollback: [answers(back)] },
    );
    expect((await prod.onProd('rollback', 'api', '--yes')).exitCode).toBe(0);
    for (const host of ['host1', 'host2'] as const)
      expect(wanted(host)).toMatchObject({ rollback: { to: '1.2+7', version: '1.2+7' } });
  });

  test('to what is started again everywhere has the name that the first gives it', {
    timeout: limit,
  }, async () => {
    const history = [answers({ entries: [] })];
    const found = { 'rollback-preview': [answers(cold)], history };
    both(
      { ...found, rollback: [answers({ ...back, version: '1.2+9' })] },
      { ...found, rollback: [answers(back)] },
    );
    await prod.onProd('rollback', 'api', '--yes');
    expect(wanted('host1')).not.toHaveProperty('rollback.version');
    expect(wanted('host2')).toMatchObject({ rollback: { to: '1.2+7', version: '1.2+9' } });
  });

  test('that fails on the second says how they are made alike, and tells it as JSON too', {
    timeout: limit,
  }, async () => {
    const failed = { ...back, outcome: 'failed', error: 'no answer' } as const;
    const found = { 'rollback-preview': [answers(preview)] };
    both({ ...found, rollback: [answers(back)] }, { ...found, rollback: [answers(failed)] });
    const { exitCode, stdout, stderr } = await prod.onProd('rollback', 'api', '--yes', '--json');
    expect(stderr).toMatch(/^host2: release of api 1\.2\+7 failed: no answer$/m);
    expect(stderr).toContain(
      'the hosts before it have gone back; `rollback api --to 1.2+7 -c prod` makes all hosts alike',
    );
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'failed' });
    expect(exitCode).toBe(1);
  });
});

describe('Ctrl-C', () => {
  const held: Script = { release: [answers(report)], renew: [answers({ held: true })] };

  test('while the hosts are told to keep a release comes after that', { timeout: limit }, async () => {
    const confirm = [answers({ done: '1.2+8 confirmed' })];
    both(
      { ...held, confirm },
      { ...held, confirm: [[{ until: 'edge' }, ...answers({ done: '1.2+8 confirmed' })]] },
    );
    const command = prod.onProd('release', 'api', '--wait');
    await asked('host2', 'confirm');
    command.kill('SIGINT');
    prod.write('host2/asked.jsonl', `${prod.read('host2/asked.jsonl')}{"op":"edge"}\n`);
    const { exitCode, stderr } = await command;
    expect(prod.opsOf('host1').at(-1)).toBe('confirm');
    expect(stderr).toContain(
      'interrupted during "Release of api": all hosts serve it, and each watches it on',
    );
    expect(exitCode).toBe(130);
  });

  test('that aborts it on one takes it back on all at once', { timeout: limit }, async () => {
    const abort = [answers({ done: '1.2+8 aborted' })];
    const aborted = { ...report, outcome: 'aborted', error: 'aborted by ann@desk' };
    both({ ...held, abort }, { ...held, release: [[{ until: 'abort' }, ...answers(aborted)]], abort });
    const command = prod.onTerminal('release', 'api', '--target', 'prod');
    await asked('host2', 'release');
    command.all.on(
      'data',
      (chunk) => String(chunk).includes('all hosts go back') && command.stdin.write('a'),
    );
    command.stdin.write('\u0003');
    const { exitCode, all } = await command;
    expect(prod.opsOf('host1').at(-1)).toBe('abort');
    expect(all).toContain('host1: api 1.2+8 was taken back, 1.2+7 serves again');
    expect(exitCode).toBe(1);
  });

  test('in a rollback says how the hosts are made alike', { timeout: limit }, async () => {
    const preview: RollbackPreview = { service: 'api', from: '1.2+8', to: '1.2+7', warm: true, steps: [] };
    both({ 'rollback-preview': [answers(preview)], rollback: [['for ever']] });
    const command = prod.onProd('rollback', 'api', '--yes');
    await asked('host1', 'rollback');
    command.kill('SIGINT');
    const { exitCode, stderr } = await command;
    expect(stderr).toContain(
      'end it with `abort api -c prod`; `rollback api --to 1.2+7 -c prod` makes all hosts alike',
    );
    expect(exitCode).toBe(130);
  });
});

/** Until the agent has been asked. */
async function asked(host: 'host1' | 'host2', op: string): Promise<void> {
  await expect.poll(() => prod.opsOf(host), { timeout: limit, interval: 20 }).toContain(op);
}

describe('--attach', () => {
  const past = { ...report, version: '1.2+7', release: 'r7' };

  test('waits for a release that is yet to begin on the next host', { timeout: limit }, async () => {
    const holding = serving('1.2+8', { held: { version: '1.2+8', by: 'ann@desk' } });
    both(
      { attach: [answers(report)], status: [answers(holding)] },
      { attach: [refuses('api: no release 1.2+8 is kept'), answers(report)] },
    );
    const { exitCode, stdout } = await prod.onProd('release', 'api', '--attach');
    expect(prod.askedOf('host2')).toMatchObject([{ release: '1.2+8' }, { release: '1.2+8' }]);
    expect(stdout).toMatch(/host2:\n {2}api 1\.2\+8 serves/);
    expect(exitCode).toBe(0);
  });

  test('tells what became of the last one where nothing is to come', { timeout: limit }, async () => {
    both(
      { attach: [answers(report)], status: [answers(serving('1.2+8'))] },
      { attach: [refuses('api: no release 1.2+8 is kept'), answers(past)] },
    );
    const { stdout } = await prod.onProd('release', 'api', '--attach');
    expect(prod.askedOf('host2').at(-1)).not.toHaveProperty('release');
    expect(stdout).toMatch(/host2:\n {2}api 1\.2\+7 serves/);
  });
});

describe('a config', () => {
  const wasDeployed = (path: string) => prod.write(`${path}/plan.json`, '{}');

  test.each(['plan', 'deploy'])(
    'that has lost hosts is refused by %s, whichever they are',
    { timeout: limit },
    async (command) => {
      prod.hosts('host1');
      wasDeployed('.causeway/prod/host3');
      const { exitCode, stderr } = await prod.onProd(command);
      expect(stderr).toContain('the config does not have a host any more');
      expect(stderr).toContain('.causeway/prod/host3');
      expect(exitCode).toBe(4);
    },
  );
});
