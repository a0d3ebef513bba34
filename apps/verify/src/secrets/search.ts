import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { type Secret, spellingsOf } from './spellings.ts';

export interface Text {
  /** Where it was found. */
  readonly place: string;
  readonly text: string;
}

export interface Hit {
  readonly place: string;
  readonly secret: string;
}

/** Places that hold a secret in any of its spellings. */
export function searchSecrets(texts: readonly Text[], secrets: readonly Secret[]): Hit[] {
  const needles = secrets.map((secret) => ({ name: secret.name, spellings: spellingsOf(secret) }));
  return texts.flatMap(({ place, text }) =>
    needles
      .filter(({ spellings }) => spellings.some((spelling) => text.includes(spelling)))
      .map(({ name }) => ({ place, secret: name })),
  );
}

/** All files below the folder; those in archives, such as Terraform's plan files, one by one. */
export async function readFolder(folder: string): Promise<Text[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(paths.map(readTexts))).flat();
}

async function readTexts(path: string): Promise<Text[]> {
  const bytes = await readFile(path);
  const inside = isZip(bytes) ? Object.entries(unzipSync(bytes)) : [];
  return [
    [path, bytes] as const,
    ...inside.map(([name, content]) => [`${path}: ${name}`, content] as const),
  ].map(([place, content]) => ({ place, text: Buffer.from(content).toString('latin1') }));
}

function isZip(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString('latin1') === 'PK\x03\x04';
}
