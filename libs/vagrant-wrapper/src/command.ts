import { constants } from 'node:os';
import { execa } from 'execa';
import { eventOf, type VagrantEvent } from './event.ts';
import { failureOf } from './failure.ts';
import { type Message, parseMessage } from './message.ts';
import { VagrantError } from './vagrant-error.ts';

export interface RunOptions {
  /** Told of everything that the command says, as it says it. */
  readonly onEvent?: (event: VagrantEvent) => void;
  /** Ends the command in order, as Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the command is ended in order. */
  readonly deadline?: number;
}

export interface Surroundings {
  /** Folder of the Vagrantfile. */
  readonly folder: string;
  /** Name or path of the program. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that Vagrant gets to clean up once it is to end. */
  readonly grace: number;
}

const longestTail = 40;

/** Runs one command to its end and returns what it said to programs; throws a `VagrantError` for every other ending. */
export async function runVagrant(
  { folder, program, environment, grace }: Surroundings,
  words: readonly string[],
  { onEvent, signal, deadline }: RunOptions,
): Promise<Message[]> {
  const command = ['vagrant', ...words].join(' ');
  const messages: Message[] = [];
  const tail: string[] = [];
  const child = execa(program, [...words, '--machine-readable'], {
    cwd: folder,
    env: { VAGRANT_CHECKPOINT_DISABLE: '1', ...environment },
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    // a group of its own: what Vagrant has started ends with it
    detached: true,
  });
  const ending = endInOrder(child, grace, signal, deadline);
  for await (const line of child.iterable({ from: 'all' })) {
    const message = parseMessage(line);
    if (message) messages.push(message);
    const event = eventOf(line);
    if (event.kind === 'text') tail.push(...event.text.split('\n'));
    tail.splice(0, tail.length - longestTail);
    onEvent?.(event);
  }
  ending.stop();
  const result = await child;
  const about = { command, tail };
  if (result.code === 'ENOENT')
    throw new VagrantError({ kind: 'not-installed', message: notInstalled(program), ...about });
  if (ending.reason === 'overdue')
    throw new VagrantError({
      kind: 'overdue',
      message: `${command}: no end after ${Number(deadline) / 1000} s`,
      ...about,
    });
  if (ending.reason === 'cancelled')
    throw new VagrantError({ kind: 'cancelled', message: `${command}: cancelled`, ...about });
  const exitCode = result.exitCode ?? 128 + constants.signals[result.signal ?? 'SIGKILL'];
  if (exitCode !== 0) throw new VagrantError(failureOf({ command, exitCode, messages, tail }));
  return messages;
}

function notInstalled(program: string): string {
  return `${program}: not found; install Vagrant (https://developer.hashicorp.com/vagrant/install) or write its path`;
}

interface OrderlyEnd {
  reason?: 'overdue' | 'cancelled';
  stop(): void;
}

/** SIGINT to the whole group, as a terminal does, and SIGKILL after the grace. */
function endInOrder(
  child: { readonly pid?: number },
  grace: number,
  signal: AbortSignal | undefined,
  deadline: number | undefined,
): OrderlyEnd {
  const timers: NodeJS.Timeout[] = [];
  const end: OrderlyEnd = {
    stop() {
      timers.forEach(clearTimeout);
      signal?.removeEventListener('abort', cancel);
    },
  };
  const finish = (reason: OrderlyEnd['reason'] & {}) => {
    if (end.reason) return;
    end.reason = reason;
    kill('SIGINT');
    timers.push(setTimeout(() => kill('SIGKILL'), grace));
  };
  const cancel = () => finish('cancelled');
  if (deadline !== undefined) timers.push(setTimeout(() => finish('overdue'), deadline));
  if (signal?.aborted) cancel();
  signal?.addEventListener('abort', cancel, { once: true });
  return end;

  function kill(name: NodeJS.Signals) {
    try {
      if (child.pid) process.kill(-child.pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
