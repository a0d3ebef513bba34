import type { ContainerEvent } from '@causeway/docker';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StoppingReplicas } from './stopping-replicas.ts';

const [quit, kill, usr1, term] = [3, 9, 10, 15];
const grace = 60_000;

let stopping: StoppingReplicas;
let forgotten: number;

beforeEach(() => {
  vi.useFakeTimers();
  stopping = new StoppingReplicas(() => grace);
  forgotten = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

test.each([
  ['a stop', event('kill', { signal: term }), true],
  ['a kill', event('kill', { signal: kill }), true],
  ['a stop with the signal of its image', event('kill', { signal: usr1, stopSignal: usr1 }), true],
  ['a thread dump', event('kill', { signal: quit }), false],
  ['a signal that is for the end of others', event('kill', { signal: usr1, stopSignal: quit }), false],
])('takes nobody after %s: %s', (_what, signal, isStopping) => {
  take(signal);
  expect(stopping.has('api')).toBe(isStopping);
  expect(stopping.has('other')).toBe(false);
});

test.each(['die', 'start'] as const)('is over with "%s"', (action) => {
  take(event('kill', { signal: term }), event(action));
  expect(stopping.has('api')).toBe(false);
  vi.runAllTimers();
  expect(forgotten).toBe(0);
});

test('one that runs on past its grace takes requests again', () => {
  take(event('kill', { signal: term }));
  vi.advanceTimersByTime(grace);
  expect(stopping.has('api')).toBe(true);
  // told once more, it has its time once more
  take(event('kill', { signal: term }));
  vi.advanceTimersByTime(grace);
  expect([stopping.has('api'), forgotten]).toEqual([true, 0]);
  vi.runAllTimers();
  expect([stopping.has('api'), forgotten]).toEqual([false, 1]);
});

function take(...events: readonly ContainerEvent[]): void {
  for (const each of events) {
    stopping.take(each, () => {
      forgotten += 1;
    });
  }
}

function event(action: ContainerEvent['action'], more: Partial<ContainerEvent> = {}): ContainerEvent {
  return { action, id: 'one', name: 'api', labels: {}, at: 0, ...more };
}
