import { expect, it } from 'vitest';
import { containerMachine, type MachineFacts } from './container.ts';

const image = 'causeway/machine:1';
const size = { cpus: 2, memory: 2 ** 31 };

it.each<[MachineFacts['cgroup'], readonly string[], string]>([
  ['v1', ['--cgroupns=host', '--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw'], '--memory=2147483648'],
  [
    'v2',
    ['--cgroupns=private', '--cpus=2', '--memory=2147483648'],
    '--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw',
  ],
])('takes the control groups of an engine with cgroup %s, and no other', (cgroup, own, others) => {
  const { createArgs } = containerMachine({ image, cgroup }, size);
  expect(createArgs).toEqual(expect.arrayContaining([...own]));
  expect(createArgs).not.toContain(others);
});

it('asks for no more than every engine can give', () => {
  const { createArgs } = containerMachine({ image, cgroup: 'v2' }, size);
  expect(createArgs).toContain('--cap-drop=SYS_RESOURCE');
  expect(createArgs).not.toContain('--privileged');
});
