import { expect, it } from 'vitest';
import { containerMachine, type MachineFacts } from './container.ts';

const image = 'causeway/machine:1';

it.each<[MachineFacts['cgroup'], string, string]>([
  ['v1', '--cgroupns=host', '--cgroupns=private'],
  ['v2', '--cgroupns=private', '--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw'],
])('takes the control groups of an engine with cgroup %s, and no other', (cgroup, own, others) => {
  const { createArgs } = containerMachine({ image, cgroup });
  expect(createArgs).toContain(own);
  expect(createArgs).not.toContain(others);
});

it('asks for no more than every engine can give', () => {
  const { createArgs } = containerMachine({ image, cgroup: 'v2' });
  expect(createArgs).toContain('--cap-drop=SYS_RESOURCE');
  expect(createArgs).not.toContain('--privileged');
});
