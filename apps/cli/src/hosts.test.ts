import { expect, test } from 'vitest';
import { describeEach, factsOfEach } from './hosts.ts';

const one = { hostName: undefined, facts: { version: '1.0.0+7' } };
const first = { hostName: 'host1', facts: { version: '1.0.0+7' } };
const second = { hostName: 'host2', facts: { version: '1.0.0+8' } };
const describe = ({ version }: { version: string }) => `serves ${version}\nwell`;

test('a target with one host speaks for itself', () => {
  expect(factsOfEach([one])).toEqual({ version: '1.0.0+7' });
  expect(describeEach([one], describe)).toBe('serves 1.0.0+7\nwell');
});

test('of several, the facts are those of the first, with those of each by name', () => {
  expect(factsOfEach([first, second])).toEqual({
    version: '1.0.0+7',
    hosts: { host1: { version: '1.0.0+7' }, host2: { version: '1.0.0+8' } },
  });
});

test('of several, the words of each stand under its name', () => {
  expect(describeEach([first, second], describe)).toBe(
    'host1:\n  serves 1.0.0+7\n  well\n\nhost2:\n  serves 1.0.0+8\n  well',
  );
});
