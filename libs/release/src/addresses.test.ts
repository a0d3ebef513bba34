import { expect, test } from 'vitest';
import { freeAddresses } from './addresses.ts';
import { exampleRelease } from './testing/example.ts';

test('takes the first addresses that no present release has', () => {
  const present = [exampleRelease('first', undefined, { addresses: ['10.0.0.1', '10.0.0.3'] })];
  expect(freeAddresses(['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4'], present, 2)).toEqual([
    '10.0.0.2',
    '10.0.0.4',
  ]);
});

test('says what to do when the network is full', () => {
  expect(() => freeAddresses(['10.0.0.1'], [], 2)).toThrow(
    'the network has 1 free addresses and 2 are needed; give the target a larger subnet',
  );
});
