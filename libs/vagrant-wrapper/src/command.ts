import { constants } from 'node:os';
import { execa } from 'execa';
import { eventOf, type VagrantEvent } from './event.ts';
import { failureOf } from './failure.ts';
import { type Message, parseMessage } from './message.ts';
import { type Limits, OrderlyEnd } from './orderly-end.ts';
import { VagrantError, type VagrantErrorDetails } from './vagrant-error.ts';

export interface RunOptions extends Limits {
  /** Told of everything that the command says, as it says it. */
  readonly onEvent?: (event: VagrantEvent) => void;
}

export interface Surroundings {
  /** Folder of the Vagrantfile. */
  readonly folder: string;
  /** Name or path of the program. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that a command gets to clean up once it is to end. */
  readonly grace: number;
}

interface Heard {
  readonly messages: Message[];
  /** The last lines for people. */
  readonly tail: string[];
}

/** Runs one command to its end and returns what it said to programs; throws a `VagrantError` for every other ending. */
export async function runVagrant(
  surroundings: Surroundings,
  words: readonly string[],
  { onEvent, ...limits }: RunOptions,
): Promise<Message[]> {
  const heard: Heard = { messages: [], tail: [] };
  const child = start(surroundings, words);
  const end = new OrderlyEnd(child.pid, surroundings.grace, limits);
  try {
    for await (const line of child.iterable({ from: 'all' })) hear(line, heard, onEvent);
  } catch (error) {
    // of the listener: nobody is left to tell
    end.begin('cancelled');
    await child;
    throw error;
  } finally {
    end.stop();
  }
  const ending = { ...(await child), reason: end.reason };
  const failure = judge(surroundings.program, ['vagrant', ...words].join(' '), ending, heard, limits);
  if (failure) throw new VagrantError(failure);
  return heard.messages;
}

function start({ folder, program, environment }: Surroundings, words: readonly string[]) {
  return execa(program, [...words, '--machine-readable'], {
    cwd: folder,
    // its question for newer releases may take longer than the command
    env: { VAGRANT_CHECKPOINT_DISABLE: '1', ...environment },
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    // a group of its own: what Vagrant has started ends with it
    detached: true,
  });
}

const longestTail = 40;

function hear(line: string, { messages, tail }: Heard, onEvent: RunOptions['onEvent']): void {
  const message = parseMessage(line);
  if (message) messages.push(message);
  const event = eventOf(message, line);
  if (event.kind === 'text') tail.push(...event.text.split('\n'));
  tail.splice(0, tail.length - longestTail);
  onEvent?.(event);
}

interface Ending {
  readonly reason: OrderlyEnd['reason'];
  readonly exitCode?: number | undefined;
  readonly signal?: NodeJS.Signals | undefined;
  readonly code?: string | undefined;
  readonly shortMessage?: string | undefined;
}

/** What is wrong about an ending; nothing with one that is as it should be. */
function judge(
  program: string,
  command: string,
  { reason, exitCode, signal, code, shortMessage }: Ending,
  { messages, tail }: Heard,
  { deadline = 0 }: Limits,
): VagrantErrorDetails | undefined {
  const about = { command, tail };
  if (code === 'ENOENT') return { ...about, kind: 'not-installed', message: notFound(program) };
  if (reason === 'cancelled') return { ...about, kind: reason, message: `${command}: cancelled` };
  if (reason === 'overdue')
    return { ...about, kind: reason, message: `${command}: no end after ${deadline / 1000} s` };
  if (exitCode === 0) return undefined;
  if (exitCode !== undefined) return failureOf({ ...about, exitCode, messages });
  if (signal) return failureOf({ ...about, exitCode: 128 + constants.signals[signal], messages });
  return { ...about, kind: 'failed', message: `${command}: ${shortMessage ?? 'did not start'}` };
}

/** The folder may be what is not there; the system does not say. */
function notFound(program: string): string {
  return `${program}: not found, or the folder to run it in; install Vagrant (https://developer.hashicorp.com/vagrant/install), or write its path`;
}
