// Holds the lock of a target until its standard input ends.
import { once } from 'node:events';
import { withTargetLock } from '../lock.ts';
import { targetFiles } from '../workspace.ts';

const files = targetFiles('local', process.argv[2]);
await withTargetLock(
  files,
  'hold',
  () => undefined,
  async () => {
    process.stdout.write('held\n');
    process.stdin.resume();
    await once(process.stdin, 'end');
  },
);
