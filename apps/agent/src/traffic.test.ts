import { mkdtempSync, rmSync } from 'node:fs';
import { type ClientHttp2Session, connect } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gateServiceHeader } from '@causeway/edge';
import { Mistake, Obstacle } from '@causeway/release';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FileHistory } from './history.ts';
import { FileJournal } from './journal.ts';
import { PauseGate } from './pause-gate.ts';
import { exampleRelease, exampleService } from './testing/example.ts';
import { Traffic } from './traffic.ts';

let folder: string;
let journal: FileJournal;
let history: FileHistory;
let gate: PauseGate;
let traffic: Traffic;
let client: ClientHttp2Session;
/** What each refresh of the edge waits for. */
let shown: Promise<void>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'causeway-traffic-'));
  journal = new FileJournal(join(folder, 'journal'));
  history = new FileHistory(join(folder, 'history'));
  gate = new PauseGate();
  const socket = join(folder, 'gate.sock');
  await gate.listen(socket);
  client = connect('http://gate', { path: socket } as object);
  await journal.save(exampleRelease('api', 1, exampleService('api')));
  shown = Promise.resolve();
  traffic = start();
});

afterEach(async () => {
  vi.useRealTimers();
  client.destroy();
  await gate.close();
  rmSync(folder, { recursive: true });
});

/** A new start of the agent. */
function start(): Traffic {
  const plan = { services: [exampleService('api')] };
  return new Traffic({ journal, gate, history }, () => ({ plan, edge: { refresh: () => shown } }));
}

const pause = (by: string, within: number) => traffic.pause({ service: 'api', within, by });

/** A request that the edge asks the gate about. */
function ask(): Promise<void> {
  const request = client.request({ [gateServiceHeader]: 'api' });
  return new Promise((resolve, reject) => {
    request.once('response', () => resolve()).once('error', reject);
  });
}

/** As many as wait; fails when the gate lets one go that it should hold. */
async function holding(count: number, ...asked: readonly Promise<void>[]): Promise<void> {
  let answered = false;
  for (const each of asked) void each.then(() => (answered = true));
  while (gate.held('api') !== count && !answered) await setImmediate();
  expect(answered).toBe(false);
}

/** What was written down last, once it is. */
async function told(action: string): Promise<string | undefined> {
  for (;;) {
    const [last] = (await history.read({ last: 1 })).entries;
    if (last?.action === action) return last.why;
    await setImmediate();
  }
}

test('a pause that ends by itself is told with how many it has held', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  await pause('ann', 10_000);
  const asked = [ask(), ask()];
  await holding(2, ...asked);
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all(asked);
  expect(await told('resume')).toBe('2 requests were held');
  expect(journal.read('api').paused).toBeUndefined();
});

test('a second pause makes the first one longer and never shorter, and nobody waits longer than for one', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  const begun = Date.now();
  expect(await pause('ann', 10_000)).toEqual({ until: begun + 10_000 });
  expect(await pause('bo', 5000)).toEqual({ until: begun + 10_000 });
  await vi.advanceTimersByTimeAsync(8000);
  expect(await pause('ann', 20_000)).toEqual({ until: begun + 28_000 });
  await expect(pause('bo', 25_000)).rejects.toThrow(
    new Obstacle(
      'api: ann has paused it 8 s ago, and no request waits longer than 30 s; ask for 22 s at most, or wait until it is over',
    ),
  );
  await expect(pause('bo', 30_001)).rejects.toThrow(Mistake);
  const asked = ask();
  await holding(1, asked);
  await vi.advanceTimersByTimeAsync(19_999);
  await holding(1, asked);
  await vi.advanceTimersByTimeAsync(1);
  await asked;
  await told('resume');
});

test('the end of one pause does not let go what the next one holds', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  await pause('ann', 10_000);
  const { promise, resolve } = Promise.withResolvers<void>();
  shown = promise;
  await vi.advanceTimersByTimeAsync(10_000);
  const next = pause('bo', 10_000);
  for (let turn = 0; turn < 100; turn++) await setImmediate();
  resolve();
  await next;
  const asked = ask();
  await holding(1, asked);
  expect(await traffic.resume({ service: 'api', by: 'bo' })).toEqual({ held: 1 });
  await asked;
});

test('a clock that was set back while the agent was away makes no pause longer', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  await journal.expose('api', { paused: { until: Date.now() + 3_600_000, by: 'ann' } });
  await start().start();
  const asked = ask();
  await holding(1, asked);
  await vi.advanceTimersByTimeAsync(30_000);
  await asked;
  expect(await told('resume')).toBe('1 requests were held');
});
