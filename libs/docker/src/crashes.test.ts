import { describe, expect, test } from 'vitest';
import type { ContainerEvent } from './container-events.ts';
import { Crashes } from './crashes.ts';

const [hup, quit, kill, usr1, term] = [1, 3, 9, 10, 15];
const release = { service: 'api', id: 'r2' };

let at = 0;
const labels = (more = {}) => ({
  'causeway.role': 'service',
  'causeway.service': 'api',
  'causeway.release': 'r2',
  'causeway.replica': '1',
  ...more,
});
const event = (action: ContainerEvent['action'], more: Partial<ContainerEvent> = {}): ContainerEvent => {
  at += 1;
  return { action, id: 'one', name: 'one', labels: labels(), at, ...more };
};
const sent = (signal: number, stopSignal?: number) =>
  event('kill', { signal, ...(stopSignal && { stopSignal }) });
const died = (exitCode: number, more: Partial<ContainerEvent> = {}) => event('die', { exitCode, ...more });

const codesOf = (events: readonly ContainerEvent[]) => {
  const crashes = new Crashes();
  for (const each of events) crashes.take(each);
  return crashes.of(release, 0).map(({ exitCode }) => exitCode);
};

test.each([
  { what: 'a crash', events: [died(1)], codes: [1] },
  { what: 'an end without an error', events: [died(0)], codes: [0] },
  { what: 'the kernel, for want of memory', events: [died(137)], codes: [137] },
  { what: 'docker stop', events: [sent(term), died(0)], codes: [] },
  { what: 'docker stop that had to end it', events: [sent(term), sent(kill), died(137)], codes: [] },
  { what: 'docker kill', events: [sent(kill), died(137)], codes: [] },
  { what: 'a signal that it did not listen to', events: [sent(hup), died(129)], codes: [] },
  { what: 'a crash long after a signal', events: [sent(hup), died(1)], codes: [1] },
  { what: 'a crash after a thread dump', events: [sent(quit), died(1)], codes: [1] },
  { what: 'a stop with a signal of the image', events: [sent(usr1, usr1), died(0)], codes: [] },
  { what: 'a crash in the life after a kill', events: [sent(kill), died(137), died(1)], codes: [1] },
])('$what: $codes', ({ events, codes }) => {
  expect(codesOf(events)).toEqual(codes);
});

describe('what is asked for', () => {
  test('is of one release, since a time', () => {
    const crashes = new Crashes();
    crashes.take(died(1));
    const since = at + 1;
    crashes.take(died(2, { labels: labels({ 'causeway.replica': '2' }) }));
    crashes.take(died(3, { labels: labels({ 'causeway.release': 'r1' }) }));
    crashes.take(died(4, { labels: labels({ 'causeway.role': 'migration' }) }));
    expect(crashes.of(release, since)).toEqual([{ replica: 2, at: since, exitCode: 2 }]);
  });

  test('counts an event once that is told twice', () => {
    const twice = died(1);
    expect(codesOf([twice, twice])).toEqual([1]);
  });

  test('counts a crash after the clock was set back, and what is told again of before once', () => {
    const before = [sent(hup), died(2)];
    const after = died(1, { at: 0.5 });
    expect(codesOf([...before, after, ...before])).toEqual([2, 1]);
  });

  test('is bounded: the newest stay', () => {
    const codes = codesOf(Array.from({ length: 5000 }, (_, index) => died(index)));
    expect(codes.length).toBeLessThanOrEqual(1000);
    expect(codes.at(-1)).toBe(4999);
  });
});
