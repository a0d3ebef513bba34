import { expect, test } from 'vitest';
import { decideTestMachine } from './test-machine.ts';

test.each([
  [{}, true, false],
  [{ CI: 'false' }, true, false],
  [{ CI: 'true' }, true, true],
  [{ CI: 'true' }, false, false],
  [{ CI: 'true', CAUSEWAY_TEST_MACHINE: 'no' }, true, false],
  [{ CAUSEWAY_TEST_MACHINE: 'yes' }, true, true],
  // whoever asks for it is told why it cannot be had
  [{ CAUSEWAY_TEST_MACHINE: 'yes' }, false, true],
])('with %j, and %j that it can be had, it is made: %j', (environment, canBeHad, isMade) => {
  expect(decideTestMachine(environment, canBeHad).isMade).toBe(isMade);
});

test('a CI that cannot have one says so', () => {
  expect(decideTestMachine({ CI: 'true' }, false).because).toContain('NOT MADE');
});
