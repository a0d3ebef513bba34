import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, commandsOf, executorOf } from './commands.ts';
import { parseHelp } from './help.ts';
import { schemaOf } from './schema.ts';

const workspaceRoot = join(import.meta.dirname, '../../..');
const generated = join(import.meta.dirname, '../generated');

/** Every command once, with its schema as the text of a file. */
export function generateSchemas(): { file: string; text: string }[] {
  return everyCommand().map((command) => ({
    file: join(generated, `${executorOf(command)}.json`),
    text: `${JSON.stringify(schemaOf(command, parseHelp(helpOf(command))), null, 2)}\n`,
  }));
}

function everyCommand(): Command[] {
  const project = { root: '', hasDockerfile: true };
  return [
    ...commandsOf({ ...project, name: 'stacks', layer: 'stacks' }),
    ...commandsOf({ ...project, name: '<service>', layer: 'service' }),
    ...commandsOf({ ...project, name: 'verify', layer: 'verify' }),
    ...commandsOf({ ...project, name: 'setup', layer: 'tools' }),
  ];
}

function helpOf({ argv }: Command): string {
  return execFileSync(process.execPath, [...argv, '--help'], { cwd: workspaceRoot, encoding: 'utf8' });
}

if (import.meta.main) for (const { file, text } of generateSchemas()) writeFileSync(file, text);
