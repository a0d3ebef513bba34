import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from './run.ts';

/** Programs by the names of Debian's packages that hold them. */
const packages = {
  h2load: 'nghttp2-client',
  nginx: 'nginx',
  haproxy: 'haproxy',
  caddy: 'caddy',
} as const;

export type Tool = keyof typeof packages;

export interface Found {
  readonly path: string;
  /** What it needs to find its own libraries. */
  readonly environment: Readonly<Record<string, string>>;
}

export type Tools = Readonly<Partial<Record<Tool, Found>>>;

const names = Object.keys(packages) as Tool[];

/** What is on the machine, and what was fetched before. */
export function findTools(): Tools {
  const found = names.map((name) => [name, onPath(name) ?? inCache(name)] as const);
  return Object.fromEntries(found.filter(([, tool]) => tool !== undefined));
}

/** Unpacks the packages of what is missing into the user's cache: nothing is installed, no service starts. */
export async function fetchTools(missing: readonly Tool[]): Promise<void> {
  const archives = join(cache(), 'archives');
  mkdirSync(join(archives, 'partial'), { recursive: true });
  const wanted = missing.map((name) => packages[name]);
  await run('apt-get', [...fetchOnly(archives), 'install', ...wanted]);
  for (const file of readdirSync(archives).filter((name) => name.endsWith('.deb')))
    await run('dpkg', ['--extract', join(archives, file), root()]);
}

export function missingTools(tools: Tools): Tool[] {
  return names.filter((name) => tools[name] === undefined);
}

export function wordMissing(missing: readonly Tool[]): string {
  const wanted = missing.map((name) => packages[name]).join(' ');
  return `${missing.join(', ')}: not found; install Debian's ${wanted}, or give --fetch`;
}

function fetchOnly(archives: string): string[] {
  const settings = ['Debug::NoLocking=1', `Dir::Cache::archives=${archives}`];
  const options = ['--yes', '--quiet', '--download-only', '--no-install-recommends'];
  return [...options, ...settings.flatMap((setting) => ['-o', setting])];
}

function onPath(name: Tool): Found | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const path = folders.map((folder) => join(folder, name)).find(isProgram);
  return path === undefined ? undefined : { path, environment: {} };
}

function inCache(name: Tool): Found | undefined {
  const path = ['usr/sbin', 'usr/bin'].map((folder) => join(root(), folder, name)).find(isProgram);
  return path === undefined ? undefined : { path, environment: { LD_LIBRARY_PATH: libraries() } };
}

function libraries(): string {
  const folder = join(root(), 'usr/lib');
  if (!existsSync(folder)) return folder;
  return [folder, ...readdirSync(folder).map((name) => join(folder, name))].join(':');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function cache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'causeway', 'bench');
}

function root(): string {
  return join(cache(), 'root');
}
