import { expect, test } from 'vitest';
import { refuseUnknownTarget } from './refuse-unknown-target.ts';

const refuse = (line: string) =>
  refuseUnknownTarget(['node', ...line.split(' ')], async () => ['local', 'rehearsal']);

test.each([
  'nx run stacks:destroy -c rehersal',
  'nx run stacks:destroy -crehersal',
  'nx run stacks:destroy --c=rehersal',
  'nx run stacks:destroy --configuration=rehersal --yes',
  'nx run stacks:destroy --configuration rehersal',
  'nx run stacks:destroy:rehersal',
  'nx destroy stacks -c rehersal',
  'nx run-many -t lint,destroy -c rehersal',
  'nx run-many --targets lint destroy --configuration rehersal',
  'nx run palindrom:release -c rehersal',
  'nx run verify:verify -c rehersal',
])('refuses %s', async (line) => {
  await expect(refuse(line)).rejects.toThrow(
    '-c rehersal: stacks/platform.config.ts has no such target; write one of local, rehearsal',
  );
});

test.each([
  'nx run stacks:destroy',
  'nx run stacks:destroy -c rehearsal',
  'nx run stacks:destroy:rehearsal --yes',
  'nx run-many -t build -c production',
])('lets %s pass', async (line) => {
  await expect(refuse(line)).resolves.toBeUndefined();
});

test('refuses the configuration that Nx means by --prod', async () => {
  await expect(refuse('nx run stacks:deploy --prod')).rejects.toThrow('-c production');
});

test('refuses any configuration while the targets are not known', async () => {
  const broken = async () => {
    throw new SyntaxError("Expected ';'");
  };
  await expect(
    refuseUnknownTarget(['node', 'nx', 'deploy', 'stacks', '-c', 'rehearsal'], broken),
  ).rejects.toThrow(
    "-c rehearsal: stacks/platform.config.ts does not load, so its targets are not known (Expected ';')",
  );
});
