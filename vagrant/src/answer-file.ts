import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { machinesFolder as folder } from './target.ts';

/** Writes `.causeway/machines/<target>/<question>.json`, whole or not at all. */
export async function writeAnswer(question: string, answer: unknown): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${question}.${process.pid}.tmp`);
  await writeFile(unfinished, `${JSON.stringify(answer, null, 2)}\n`);
  await rename(unfinished, join(folder, `${question}.json`));
}
