import { box, packBox } from './box.ts';
import { buildDisk, disk } from './disk.ts';

try {
  await buildDisk();
  await packBox();
  console.log(`${disk.file}: ssh -i ${disk.key} vagrant@…`);
  console.log(`${box}: vagrant box add --name causeway ${box}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
