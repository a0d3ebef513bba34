import { expect, test } from 'vitest';
import { freeAddresses } from './addresses.ts';
import { Obstacle } from './obstacle.ts';

test('takes the first addresses that nobody has', () => {
  const all = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'];
  expect(freeAddresses(all, ['10.0.0.1', '10.0.0.3'], 2)).toEqual(['10.0.0.2', '10.0.0.4']);
});

test('says what to do when the network is full', () => {
  expect(() => freeAddresses(['10.0.0.1'], [], 2)).toThrow(
    new Obstacle(
      'the network has 1 free addresses and 2 are needed; wait for the drains that `status` shows, or give the target a larger subnet',
    ),
  );
});
