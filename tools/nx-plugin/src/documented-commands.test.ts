import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type Command, commandsOf, executorOf } from './commands.ts';
import { openProject } from './project.ts';

const workspaceRoot = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(workspaceRoot, path), 'utf8');
const find = (...patterns: string[]) => globSync(patterns, { cwd: workspaceRoot });

/** Project → its targets, each with the schema of its options where it has one of ours. */
const projects = new Map(
  find('{apps,libs,tools}/*/package.json', '{stacks,vagrant}/package.json').map((file) => {
    const project = openProject(workspaceRoot, dirname(file));
    const { nx = {}, scripts = {} } = JSON.parse(read(file));
    const others = Object.keys({ ...nx.targets, ...scripts, test: {}, lint: {} });
    const targets = new Map<string, Command | undefined>(others.map((name) => [name, undefined]));
    for (const command of commandsOf(project)) targets.set(command.name, command);
    return [project.name, targets];
  }),
);

const pages = find('README.md', 'docs/**/*.md', 'apps/*/README.md');
const command = /npx nx run (?<project>[\w-]+|<service>):(?<target>[\w-]+)(?<rest>[^`|#\n]*)/g;
const lines = pages.flatMap((page) =>
  [...read(page).matchAll(command)].map(
    ({ 0: line, groups }) => ({ page, line: line.trim(), ...groups }) as Line,
  ),
);

interface Line {
  readonly page: string;
  readonly line: string;
  readonly project: string;
  readonly target: string;
  readonly rest: string;
}

test('every command that a page shows is there, with its options', () => {
  expect(lines.length).toBeGreaterThan(50);
  expect(lines.filter((line) => !isThere(line)).map(({ page, line }) => `${page}: ${line}`)).toEqual([]);
});

test('what the README names as project:target is there', () => {
  const named = [...read('README.md').matchAll(/`(?!layer:)([a-z-]+):([a-z-]+)`/g)];
  const missing = named.filter(([, project = '', target = '']) => !projects.get(project)?.has(target));
  expect(missing.map(([words]) => words)).toEqual([]);
});

function isThere({ project, target, rest }: Line): boolean {
  const targets = projects.get(project === '<service>' ? 'palindrom' : project);
  const known = targets?.get(target);
  const asked = rest.match(/(?<= )--?[\w-]+/g) ?? [];
  return (
    targets?.has(target) === true && (!known || asked.every((option) => optionsOf(known).includes(option)))
  );
}

function optionsOf(command: Command): string[] {
  const { properties } = JSON.parse(read(`tools/nx-plugin/generated/${executorOf(command)}.json`));
  return Object.entries<{ alias?: string }>(properties).flatMap(([name, { alias }]) => [
    `--${name.split(' ', 1)[0]}`,
    ...(alias ? [`-${alias}`] : []),
  ]);
}
