import { describe, expect, test } from 'vitest';
import type { ContainerEvent } from './container-events.ts';
import { asksToEnd, KilledContainers } from './killed.ts';

const [hup, int, quit, kill, usr1, usr2, term, winch] = [1, 2, 3, 9, 10, 12, 15, 28];

describe('what a container died of', () => {
  test.each([
    { signals: [kill], killed: true, what: 'docker kill' },
    { signals: [term], killed: false, what: 'docker stop' },
    { signals: [term, kill], killed: false, what: 'docker stop that had to end it' },
    {
      signals: [quit, kill],
      stopSignal: quit,
      killed: false,
      what: 'the same with a stop signal of the image',
    },
    { signals: [usr1, kill], stopSignal: usr1, killed: false, what: 'the same with another' },
    {
      signals: [quit, winch, kill],
      killed: true,
      what: 'docker kill, after a program was asked what it does',
    },
    { signals: [int], killed: false, what: 'the same, Postgres' },
    {
      signals: [hup, usr1, usr2, kill],
      killed: true,
      what: 'docker kill, after signals that only told it something',
    },
    { signals: [kill, term], killed: true, what: 'docker kill, and a stop too late' },
    { signals: [], killed: false, what: 'a crash' },
  ])('$signals: $what', ({ signals, killed, stopSignal }) => {
    const watched = new KilledContainers();
    const sent = signals.map((signal) => signalled('one', signal, stopSignal));
    const verdicts = [...sent, died('one')].map((event) => watched.wasKilled(event));
    expect(verdicts).toEqual([...signals.map(() => false), killed]);
  });

  test('each container and each life counts for itself', () => {
    const watched = new KilledContainers();
    const events = [signalled('one', term), signalled('other', kill), died('one'), died('other')];
    expect(events.map((event) => watched.wasKilled(event))).toEqual([false, false, false, true]);
    expect([signalled('one', kill), died('one')].map((event) => watched.wasKilled(event))).toEqual([
      false,
      true,
    ]);
  });
});

test.each([
  [signalled('one', term), true],
  [signalled('one', kill), true],
  [signalled('one', hup), false],
  [signalled('one', quit), false],
  [signalled('one', winch), false],
  [signalled('one', quit, quit), true],
  [signalled('one', usr1, usr1), true],
  [signalled('one', term, usr1), true],
  [died('one'), false],
])('%j asks to end: %s', (event, asks) => {
  expect(asksToEnd(event)).toBe(asks);
});

function signalled(id: string, signal: number | undefined, stopSignal?: number): ContainerEvent {
  return { ...died(id), action: 'kill', ...(signal && { signal }), ...(stopSignal && { stopSignal }) };
}

function died(id: string): ContainerEvent {
  return { action: 'die', id, name: id, labels: {}, at: 0 };
}
