import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import type { Command, Family } from './families/family.ts';

export type Installation = { readonly folder: string } | { readonly missing: string };

/** Milliseconds. Go compiles its dependencies, on a slow machine for minutes. */
const longest = 600_000;

const sources = resolve(import.meta.dirname, '../../frameworks');

/** Where the family's frameworks are, in a cache of their own; or why they cannot be had here. */
export async function install(family: Family): Promise<Installation> {
  const folder = join(cache(), family.name, versionOf(family));
  if (existsSync(folder)) return { folder };
  console.log(`${family.name}: installing its frameworks into ${folder}`);
  const begun = `${folder}.begun`;
  rmSync(begun, { recursive: true, force: true });
  return fill(family, begun, folder);
}

async function fill(family: Family, begun: string, folder: string): Promise<Installation> {
  mkdirSync(dirname(begun), { recursive: true });
  cpSync(join(sources, family.name), begun, { recursive: true });
  try {
    for (const command of family.install) await run(command, begun);
  } catch (error) {
    return { missing: `needs ${family.needs}: ${(error as Error).message.trim()}` };
  }
  renameSync(begun, folder);
  return { folder };
}

const run = ({ file, args, env }: Command, cwd: string) =>
  execa(file, args, { cwd, stdin: 'ignore', timeout: longest, ...(env && { env }) });

const cache = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'causeway', 'frameworks');

/** Changes with the sources and with how they are installed. */
function versionOf({ name, install }: Family): string {
  const hash = createHash('sha256').update(JSON.stringify(install));
  for (const file of readdirSync(join(sources, name)).toSorted())
    hash.update(`\0${file}\0`).update(readFileSync(join(sources, name, file)));
  return hash.digest('hex').slice(0, 12);
}
