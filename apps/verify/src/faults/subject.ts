import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../target.ts';
import { type Behaviour, wellBehaved } from './subject/behaviour.ts';

/** What the next release of the service under test is built from. */
export interface Content extends Partial<Behaviour> {
  /** Instead of the program itself. */
  readonly command?: readonly string[];
}

const source = join(import.meta.dirname, 'subject');

/** Writes the folder that the service's image is built from; `rival` is that of `configs/rival.config.ts`. */
export function writeSubject(
  { command, ...behaviour }: Content,
  name: 'subject' | 'rival' = 'subject',
): void {
  const context = join(workspace, '.causeway', name);
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context, { recursive: true });
  cpSync(source, context, { recursive: true });
  writeJson(join(context, 'package.json'), { name: 'subject', version: '1.0.0', type: 'module' });
  writeJson(join(context, 'behaviour.json'), { ...wellBehaved, ...behaviour });
  if (command) replaceCommand(join(context, 'Dockerfile'), command);
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function replaceCommand(file: string, command: readonly string[]): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^CMD .*$/m, `CMD ${JSON.stringify(command)}`));
}
