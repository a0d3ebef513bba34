import { ConfigError } from './config-error.ts';
import { type Draft, readDraft } from './draft.ts';
import type { PlatformInput } from './generated/platform-input.ts';
import { type Mistake, wordMistake, wordPath } from './mistake.ts';
import { type Fields, type Platform, platformOf } from './platform.ts';
import { rules } from './rules/index.ts';
import { mistakesOf } from './wording.ts';

/** Gives editors the type of the config; checks nothing. */
export function definePlatform(input: PlatformInput): PlatformInput {
  return input;
}

/** The platform with all defaults filled in. Throws a ConfigError that holds every mistake. */
export function parsePlatform(input: unknown): Platform {
  const { draft, mistakes } = inspect(input);
  if (mistakes.length > 0) throw new ConfigError(mistakes.map(unlocated));
  return platformOf(draft as Fields, unread);
}

/** Every mistake in a config, with what can be read of it all the same. */
export function inspect(input: unknown): { draft: Draft; mistakes: Mistake[] } {
  const { draft, issues } = readDraft(input);
  return { draft, mistakes: [...issues.flatMap(mistakesOf), ...rules.flatMap(({ rule }) => rule(draft))] };
}

function unlocated(mistake: Mistake) {
  return { path: wordPath(mistake.path), message: wordMistake(mistake) };
}

// a value has no folder that its files could be in
function unread(file: string): never {
  throw new Error(`${file}: files are read with a config that is one itself; use loadPlatform`);
}
