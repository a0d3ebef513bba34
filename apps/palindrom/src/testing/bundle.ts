import { join } from 'node:path';
import { run } from './child.ts';

const project = join(import.meta.dirname, '../..');
const directory = 'dist/test-image';

export const bundle = join(project, directory);

/** Bundles the application once for all tests, as its image has it but beside it. */
export default async function setup(): Promise<void> {
  await run(process.execPath, ['build.ts', directory], { cwd: project });
}
