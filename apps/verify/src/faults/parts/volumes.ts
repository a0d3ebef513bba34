import { lines, ownFilter } from '../docker.ts';
import type { Part } from '../snapshot.ts';

export const volumes: Part = async (target) => {
  const names = await lines(target, ['volume', 'ls', '-q', ...ownFilter(target)]);
  return Object.fromEntries(names.map((name) => [name, 'there']));
};
