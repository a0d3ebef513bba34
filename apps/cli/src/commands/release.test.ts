import { mkdirSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { event, report, TryOut } from '../testing/try-out.ts';

let tryOut: TryOut;

beforeEach(() => {
  tryOut = new TryOut();
});

afterEach(() => tryOut.remove());

const release = (...args: string[]) => tryOut.causeway('release', 'api', ...args);
const begun = event(1, 'release', { state: 'started', release: 'r8' });
const held = 'api is being released: 1.2+8 by ann@desk, at ready; wait for it, or end it with `abort`';

describe('a release', () => {
  test('tells in a few lines what became of it, and leaves the same as JSON', async () => {
    const whole = { ...report, by: 'ann@desk', image: 'sha256:8', bakesUntil: 1_800_000_000_000 };
    tryOut.script({ release: [[begun, { result: whole }]] });
    const { exitCode, stdout } = await release('--report', 'ci/report.json');
    expect(stdout.split('\n')).toEqual([
      'api 1.2+8 serves, after 1.2+7',
      '  asked for by ann@desk, image sha256:8',
      '  took 2.0 s: look 0.1 s, switch 0.1 s',
      '  1.2+7 answered 100 requests, none with an error (5xx)',
      '  1.2+8 answered 7 requests, 1 of them with an error (5xx)',
      expect.stringContaining('  watched until 08:00:00 UTC: until then 1.2+7 stays warm'),
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(tryOut.read('.causeway/local/releases/api-1.2+8.json'))).toEqual(whole);
    expect(JSON.parse(tryOut.read('ci/report.json'))).toEqual(whole);
  });

  test('whose report cannot be written after all ends with 1, and says that it serves', async () => {
    tryOut.write('report.json', '');
    tryOut.script({ release: [[begun, { until: 'status' }, { result: report }]] });
    const command = release('--report', 'report.json', '--json');
    while (tryOut.asks('release').length === 0) await pause(20);
    rmSync(tryOut.path('report.json'));
    mkdirSync(tryOut.path('report.json'));
    await tryOut.causeway('status');
    const { exitCode, stdout, stderr } = await command;
    expect(stderr).toContain('api 1.2+8 serves, after 1.2+7');
    expect(stderr).toMatch(/its report could not be written: .*EISDIR/);
    expect(stderr).not.toContain('    at ');
    expect(JSON.parse(stdout)).toEqual(report);
    expect(exitCode).toBe(1);
  });

  test('that ends before it has a report leaves how it ended, and nothing of an earlier one', async () => {
    tryOut.write('ci/report.json', JSON.stringify(report));
    tryOut.script({ release: [[{ error: { message: held, kind: 'obstacle' } }]] });
    const { exitCode, stdout } = await release('--report', 'ci/report.json', '--json');
    expect(JSON.parse(tryOut.read('ci/report.json'))).toEqual({ error: held, exitCode: 4 });
    expect(JSON.parse(stdout)).toEqual({ error: held, exitCode: 4 });
    expect(exitCode).toBe(4);
  });

  test('that is refused before anything was looked at leaves that', async () => {
    tryOut.write('report.json', JSON.stringify(report));
    expect((await tryOut.causeway('release', 'web', '--report', 'report.json')).exitCode).toBe(2);
    expect(JSON.parse(tryOut.read('report.json'))).toMatchObject({ exitCode: 2 });
  });

  test('hands its wishes on', async () => {
    tryOut.script({ release: [[{ result: report }]] });
    await release('--wait', '--canary', '5%,25%,100%', '--step', '30s', '--irreversible', 'drops orders');
    expect(tryOut.asks('release')[0]?.wanted).toMatchObject({
      service: 'api',
      packageVersion: '1.2',
      force: false,
      wait: true,
      canary: { percents: [5, 25, 100], step: 30_000 },
      irreversible: 'drops orders',
    });
  });

  test.each([
    ['failed', 'release of api 1.2+8 failed: no answer from /status\napi 1.2+7 serves as before'],
    ['aborted', 'release of api 1.2+8 was aborted: no answer from /status\napi 1.2+7 serves as before'],
    ['switched-back', 'and was switched back: no answer from /status\napi 1.2+7 serves as before'],
    ['rolled-back', 'release of api 1.2+8: it was taken back: no answer from /status'],
  ] as const)('that was %s ends with 1, and has a report as well', async (outcome, words) => {
    const ended = { ...report, outcome, error: 'no answer from /status', steps: [] };
    tryOut.script({ release: [[begun, { result: ended }]] });
    const { exitCode, stdout, stderr } = await release('--wait', '--json');
    expect(stderr).toContain(words);
    expect(JSON.parse(stdout)).toEqual(ended);
    expect(JSON.parse(tryOut.read('.causeway/local/releases/api-1.2+8.json'))).toEqual(ended);
    expect(exitCode).toBe(1);
  });

  test('says that the old one serves again when the new one had served', async () => {
    tryOut.script({
      release: [[{ result: { ...report, outcome: 'switched-back', error: 'replica 1 died' } }]],
    });
    expect((await release('--wait')).stderr).toContain('replica 1 died\napi 1.2+7 serves again');
  });

  test('ends with 4 when another one runs, and says whose', async () => {
    tryOut.script({ release: [[{ error: { message: held, kind: 'obstacle' } }]] });
    const { exitCode, stderr } = await release();
    expect(stderr).toContain(held);
    expect(exitCode).toBe(4);
  });

  test.each([
    [['--canary', '5%,25%'], 'Write 100% last, for a release ends with all clients: 5%,25%,100%.'],
    [['--canary', '25%,5%,100%'], 'Write shares that rise, such as 5%,25%,100%.'],
    [['--canary', 'half'], 'Write whole shares of 1% to 100%'],
    [['--step', '2m'], '--step: says how long each share of a canary is watched; write --canary as well'],
    [['--canary', '5%,100%', '--step', 'soon'], 'Write a number from 1 with ms, s, m or h, such as 20s.'],
    [['--canary', '5%,100%', '--step', '25h'], 'Write 24h or less; more shares make a longer canary.'],
    [['--report', 'stacks'], '--report stacks: it is a folder; name a file'],
    [['--report', 'nx.json/ci/it.json'], '--report nx.json/ci/it.json: cannot be written (ENOTDIR)'],
    [['--attach', '--force'], "option '--attach' cannot be used with option '--force'"],
  ])('ends with 2 for %s', async (args, words) => {
    const { exitCode, stderr } = await release(...args);
    expect(stderr).toContain(words);
    expect(exitCode).toBe(2);
  });

  test('whose image cannot be pulled ends with 4 before the agent is asked, and says what to do', async () => {
    tryOut.pullsFail('Error response from daemon: manifest unknown');
    const { exitCode, stderr } = await release();
    expect(stderr).toContain(
      'services.api.image: registry/api:1.2 cannot be pulled: manifest unknown\n  Docker Hub has no such image: look at name and tag, or push it first.\n  Nothing was changed',
    );
    expect(tryOut.asked()).toEqual([]);
    expect(exitCode).toBe(4);
  });

  test('is joined without a build', async () => {
    tryOut.script({ attach: [[begun, { result: report }]] });
    const { exitCode, stdout } = await release('--attach', '--wait');
    expect(tryOut.asked()).toEqual([{ op: 'attach', service: 'api', wait: true }]);
    expect(stdout).toContain('api 1.2+8 serves, after 1.2+7');
    expect(exitCode).toBe(0);
  });
});

describe('a connection that is lost', () => {
  test('is taken up again by the name of the release, and nothing is said twice', async () => {
    tryOut.script({
      release: [[begun, event(2, 'start'), 'die']],
      attach: [
        ['unreachable'],
        ['killed'],
        ['absent'],
        [begun, event(2, 'start'), event(3, 'ready'), { result: report }],
      ],
    });
    const { exitCode, stderr, stdout } = await release('--wait');
    const attach = { op: 'attach', service: 'api', release: 'r8', wait: true };
    expect(tryOut.asked().slice(1)).toEqual([attach, attach, attach, attach]);
    expect(stderr.match(/the agent is away, attaching again/g)).toHaveLength(1);
    expect(stderr.match(/start: done/g)).toHaveLength(1);
    expect(stderr).toContain('ready: done');
    expect(stdout).toContain('api 1.2+8 serves');
    expect(exitCode).toBe(0);
  });

  test('before any word is answered with the same request', async () => {
    tryOut.script({ release: [['die'], [{ result: { ...report, outcome: 'unchanged', steps: [] } }]] });
    const { exitCode, stdout } = await release();
    const [first, second] = tryOut.asks('release');
    expect(second).toEqual(first);
    expect(stdout).toContain('unchanged');
    expect(exitCode).toBe(0);
  });

  test('before any word, of a forced release that the agent never heard of: asks again', async () => {
    tryOut.script({
      ...before,
      release: [['die'], [{ result: report }]],
      attach: [[{ result: { ...report, version: '1.2+7', release: 'r7' } }]],
    });
    const { exitCode, stdout } = await release('--force');
    expect(tryOut.asked().map(({ op }) => op)).toEqual(['status', 'history', 'release', 'attach', 'release']);
    expect(stdout).toContain('api 1.2+8 serves');
    expect(exitCode).toBe(0);
  });

  test('before any word, of a forced release that was made: does not make another', async () => {
    tryOut.script({ ...before, release: [['die']], attach: [[{ result: report }]] });
    const { stdout } = await release('--force');
    expect(tryOut.asks('release')).toHaveLength(1);
    expect(stdout).toContain('api 1.2+8 serves');
  });

  test('where nothing was ever deployed ends at once', async () => {
    tryOut.script({ release: [['absent']] });
    const { exitCode, stderr } = await release();
    expect(stderr).toContain('agent: not there; run `deploy` for this target first');
    expect(exitCode).toBe(3);
  });

  const before = {
    status: [[{ result: { services: [{ service: 'api', serving: { version: '1.2+7' } }] } as never }]],
    history: [[{ result: { entries: [{ version: '1.2+6' }] } as never }]],
  };
});

describe('Ctrl-C', () => {
  const running = () =>
    tryOut.script({
      release: [[begun, event(2, 'ready', { state: 'waiting' }), { until: 'abort' }, { result: aborted }]],
      abort: [[{ result: { done: '1.2+8 aborted' } }]],
    });
  const aborted = { ...report, outcome: 'aborted', steps: [], error: 'aborted by ann@desk' } as const;
  const attachHint = 'watch it with `release api --attach`, end it with `abort api`';

  test('without a terminal leaves it running, and says how to go on', async () => {
    running();
    const command = release();
    await shows(command, 'ready: waiting');
    command.kill('SIGINT');
    const { exitCode, stderr } = await command;
    expect(stderr).toContain(`interrupted during "Release of api": the agent goes on with it; ${attachHint}`);
    expect(tryOut.asked().map(({ op }) => op)).toEqual(['release']);
    expect(exitCode).toBe(130);
  });

  test.each([
    ['Enter', '\r'],
    ['l', 'l'],
  ])('on a terminal asks, and %s leaves it running', async (_, key) => {
    running();
    const { exitCode, stdout } = await pressing(key);
    expect(stdout).toContain(attachHint);
    expect(tryOut.asked().map(({ op }) => op)).toEqual(['release']);
    expect(exitCode).toBe(130);
  });

  test('on a terminal asks, and a aborts it', async () => {
    running();
    const { exitCode, stdout } = await pressing('a');
    expect(stdout).toContain('interrupted during "Release of api": it was aborted as you wished');
    expect(tryOut.asks('abort')).toEqual([{ op: 'abort', service: 'api', by: expect.stringContaining('@') }]);
    expect(exitCode).toBe(130);
  });

  test('on a terminal asks, and w goes on watching; the next one asks again', async () => {
    running();
    const { command } = await asked();
    const watching = shows(command, 'watching on');
    command.stdin.write('w');
    await watching;
    const again = shows(command, question);
    command.stdin.write('\u0003');
    await again;
    command.stdin.write('a');
    expect((await command).exitCode).toBe(130);
    expect(tryOut.asks('abort')).toHaveLength(1);
  });

  test('a second time leaves at once', async () => {
    running();
    const { exitCode } = await pressing('\u0003');
    expect(tryOut.asked().map(({ op }) => op)).toEqual(['release']);
    expect(exitCode).toBe(130);
  });

  const question = 'Ctrl-C: l or Enter leaves it running';

  async function pressing(key: string) {
    const { command } = await asked();
    command.stdin.write(key);
    return await command;
  }

  /** Has typed Ctrl-C, and was asked. */
  async function asked() {
    const command = tryOut.onTerminal('release', 'api');
    await shows(command, 'ready: waiting');
    const isAsked = shows(command, question);
    command.stdin.write('\u0003');
    await isAsked;
    // an object around it, or `await` would wait for its end
    return { command };
  }
});

/** Ends when the command prints the words from now on; fails when it ends without. */
function shows({ all }: { all: NodeJS.ReadableStream }, words: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let printed = '';
  const hear = (chunk: Buffer) => {
    printed += chunk;
    if (printed.includes(words)) resolve();
  };
  all.on('data', hear);
  all.once('end', () => reject(new Error(`it ended without "${words}": ${printed}`)));
  return promise.finally(() => all.off('data', hear));
}
