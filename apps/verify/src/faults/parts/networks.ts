import { lines, ownFilter } from '../docker.ts';
import type { Part } from '../snapshot.ts';

export const networks: Part = async (target) => {
  const format = '{{.Name}} {{.ID}}';
  const found = await lines(target, ['network', 'ls', '--format', format, ...ownFilter(target)]);
  return Object.fromEntries(found.map((line) => line.split(' ') as [string, string]));
};
