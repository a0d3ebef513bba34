import { expect, test } from 'vitest';
import type { Observation } from '../load/load-plan.ts';
import { firstAnswerAfter, hasStarted, orderedAt, switchedAt } from './switches.ts';

const answers = [answer(50), answer(250), answer(220), { ...answer(210), failure: 'reset' }];
const steps = [{ step: 'switch', startedAt: 150, endedAt: 160 }];

test('a report tells its own switch', () => {
  expect(switchedAt({ release: 'app@1', beganAt: 100, steps }, answers)).toBe(160);
});

test('a command is carried out from its first step on, and not from those of an earlier one', () => {
  const earlier = { step: 'look', startedAt: 20, endedAt: 30 };
  expect(orderedAt({ beganAt: 100, steps: [earlier, ...steps] })).toBe(150);
  expect(orderedAt({ beganAt: 200, steps })).toBeUndefined();
});

test('a rollback that came after the bake has started what one within it finds running', () => {
  const start = { step: 'start', startedAt: 120, endedAt: 140 };
  expect(hasStarted({ beganAt: 100, steps: [start, ...steps] })).toBe(true);
  expect(hasStarted({ beganAt: 130, steps: [start, ...steps] })).toBe(false);
});

test('what a report does not say has switched when the load is answered', () => {
  expect(switchedAt({ release: 'app@1', beganAt: 200, steps }, answers)).toBe(220);
});

test('what the load never saw has no time', () => {
  expect(firstAnswerAfter(300, 'app@1', answers)).toBeNaN();
});

test('what was sent before and ends after does not count', () => {
  const late = { ...answer(210), sent: 190, ended: 210 };
  expect(firstAnswerAfter(200, 'app@1', [late, answer(230)])).toBe(230);
});

function answer(at: number): Observation {
  return { stream: 'reads', client: 1, due: at, sent: at, ended: at, at, release: 'app@1' };
}
