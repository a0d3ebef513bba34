import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Twelve hex digits over the words and over every file below the folder, by path and content. */
export function contentHash(words: readonly string[], folder?: string): string {
  const hash = createHash('sha256').update(JSON.stringify(words));
  for (const path of folder ? filesBelow(folder) : [])
    hash.update(`\0${path}\0`).update(readFileSync(join(folder as string, path)));
  return hash.digest('hex').slice(0, 12);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
