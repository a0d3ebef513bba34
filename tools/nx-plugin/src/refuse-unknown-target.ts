import { parseArgs } from 'node:util';
import { commandNames } from './command-names.ts';

type Asked = { targets: string[]; configurations: string[] };

/**
 * Throws when a command is to run on a target that the platform does not have. Nx itself falls back to the
 * default configuration then, and a misspelt `-c` would destroy `local`.
 * @param argv Nx's own, with the two words that start it
 */
export async function refuseUnknownTarget(
  argv: readonly string[],
  readTargetNames: () => Promise<string[]>,
): Promise<void> {
  const { targets, configurations } = asked(argv.slice(2));
  if (configurations.length === 0 || !targets.some((target) => commandNames.has(target))) return;
  const known = await readTargetNames().catch((reason: unknown) => {
    throw new Error(unreadable(configurations, reason));
  });
  const unknown = configurations.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(message(unknown, known));
}

function asked(args: string[]): Asked {
  const { values, positionals } = parseArgs({ args, options, strict: false, allowPositionals: true });
  const named = positionals.map((word) => word.split(':'));
  return {
    targets: [...named.flat(), ...words(values.target), ...words(values.targets)].flatMap((word) =>
      word.split(','),
    ),
    configurations: [
      ...named.flatMap(([, , configuration]) => configuration ?? []),
      ...words(values.configuration),
      ...words(values.c),
      ...(values.prod ? ['production'] : []),
    ],
  };
}

const many = { type: 'string', multiple: true } as const;
const options = {
  configuration: { ...many, short: 'c' },
  c: many,
  target: { ...many, short: 't' },
  targets: many,
  prod: { type: 'boolean' },
} as const;

function words(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}

function message(unknown: string, known: string[]): string {
  return `-c ${unknown}: stacks/platform.config.ts has no such target; write one of ${known.join(', ')}`;
}

function unreadable(configurations: string[], reason: unknown): string {
  return (
    `-c ${configurations.join(' -c ')}: stacks/platform.config.ts does not load, so its targets are not known ` +
    `(${reason instanceof Error ? reason.message : reason}); "npx nx run stacks:plan" names the place`
  );
}
