import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, type LocatedMistake } from './config-error.ts';
import { type ConfigFile, openConfig } from './config-file.ts';
import type { Draft } from './draft.ts';
import { type Mistake, wordMistake, wordPath } from './mistake.ts';
import { inspect } from './parse.ts';
import { type Fields, type Platform, platformOf } from './platform.ts';
import { missingDockerfiles } from './rules/dockerfiles.ts';
import { unreadableErrorPages } from './rules/error-pages.ts';
import { missingMigrationFolders } from './rules/migration-folders.ts';
import { secretsIn } from './rules/secrets.ts';

/**
 * The platform that a TypeScript file exports by default, with all defaults filled in.
 * Throws a ConfigError that holds every mistake in the order of the file.
 */
export async function loadPlatform(path: string): Promise<Platform> {
  const file = openConfig(path);
  const { draft, mistakes } = inspect(await importDefault(file));
  const all = [
    ...mistakes,
    ...missingDockerfiles(draft, file.workspace),
    ...missingMigrationFolders(draft, file.workspace),
    ...unreadableErrorPages(draft, file.workspace),
    ...(await writtenSecrets(draft, file)),
  ];
  if (all.length > 0) throw await located(file, all);
  return platformOf(draft as Fields, (page) => readFileSync(join(file.workspace, page), 'utf8'));
}

async function importDefault(file: ConfigFile): Promise<unknown> {
  const module = await importModule(file);
  if (typeof module.default === 'object' && module.default !== null) return module.default;
  const rule =
    'default' in module ? 'exports something else than an object by default' : 'has no default export';
  throw new ConfigError([
    { file: file.name, path: '', message: `${rule}; write export default definePlatform({ … })` },
  ]);
}

async function importModule(file: ConfigFile): Promise<Record<string, unknown>> {
  try {
    // the query makes a changed file another module for a process that loads it again
    return await import(`${pathToFileURL(file.path)}?${file.digest}`);
  } catch (error) {
    const { explainFailure } = await import('./import-failure.ts');
    throw new ConfigError(explainFailure(file, error));
  }
}

async function writtenSecrets(draft: Draft, file: ConfigFile): Promise<Mistake[]> {
  const secrets = secretsIn(draft);
  if (secrets.length === 0) return [];
  const source = await sourceOf(file);
  return secrets.filter(({ path }) => source.isLiteral(path));
}

async function located(file: ConfigFile, mistakes: readonly Mistake[]): Promise<ConfigError> {
  const source = await sourceOf(file);
  const placed = mistakes.map((mistake) => ({ mistake, ...source.locate(mistake.path) }));
  const ordered = placed.toSorted((one, other) => one.line - other.line || one.column - other.column);
  return new ConfigError(ordered.map(({ mistake, line }) => locatedMistake(file, mistake, line)));
}

async function sourceOf({ path, text }: ConfigFile) {
  // the compiler takes longer to load than everything else here, and a right config hardly ever needs it
  const { ConfigSource } = await import('./source-location.ts');
  return new ConfigSource(path, text);
}

function locatedMistake({ name }: ConfigFile, mistake: Mistake, line: number): LocatedMistake {
  return { file: name, line, path: wordPath(mistake.path), message: wordMistake(mistake) };
}
