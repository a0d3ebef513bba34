import { Failure } from './failure.ts';
import { isAttended, readKey } from './keyboard.ts';

/** Goes on only if the person at the terminal presses y; `command` is what was asked for. */
export async function confirm(command: string, question: string): Promise<void> {
  if (!isAttended())
    throw new Failure('mistake', `${command}: there is nobody to ask; write --yes if it is meant`);
  process.stderr.write(`\n${question} [y/N] `);
  const key = await readKey();
  process.stderr.write(`${key?.trim() ?? ''}\n`);
  if (key !== 'y') throw new Failure('obstacle', `${command}: not confirmed, so nothing was changed`);
}
