import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Target, workspace } from '../target.ts';
import { type Behaviour, wellBehaved } from './subject/behaviour.ts';

/** What the next release of the service under test is built from. */
export interface Content extends Partial<Behaviour> {
  /** Instead of the program itself. */
  readonly command?: readonly string[];
}

const source = join(import.meta.dirname, 'subject');

/** Writes the folder that the service's image is built from: the config's `context`. */
export function writeSubject({ command, ...behaviour }: Content, folder = '.causeway/subject'): void {
  const context = join(workspace, folder);
  rmSync(context, { recursive: true, force: true });
  mkdirSync(context, { recursive: true });
  cpSync(source, context, { recursive: true });
  writeJson(join(context, 'package.json'), { name: 'subject', version: '1.0.0', type: 'module' });
  writeJson(join(context, 'behaviour.json'), { ...wellBehaved, ...behaviour });
  if (command) replaceCommand(join(context, 'Dockerfile'), command);
}

/** The folder that the config builds the service under test from. */
export function contextOf({ services: [subject] }: Target): string {
  if (subject?.source.kind === 'context') return subject.source.context;
  throw new Error('the config has no service with a `context` to write; name the folder there');
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function replaceCommand(file: string, command: readonly string[]): void {
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/^CMD .*$/m, `CMD ${JSON.stringify(command)}`));
}
