import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

test("a person's machines are left alone", async () => {
  const { exitCode, stderr } = await execa(process.execPath, [join(import.meta.dirname, 'clear.ts')], {
    env: { CAUSEWAY_VAGRANT_TARGET: undefined, DOCKER_HOST: 'unix:///nowhere' },
    reject: false,
  });
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: 'clear: the machines of target vagrant are yours; `vagrant destroy` removes them',
  });
});
