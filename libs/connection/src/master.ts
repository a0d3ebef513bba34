import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type ConnectionFailure, explainSsh, failureOf } from './connection-failure.ts';
import { greeting, type HostFacts, isEnd, readFacts } from './host-facts.ts';
import type { Machine } from './machine.ts';
import { options, sshArguments } from './ssh-arguments.ts';

/** For the login on top of ssh's own limit for the first packet. Milliseconds. */
const loginDeadline = 30_000;
/** Enough for what ssh says of a changed key, and no more of what the line says for hours. Characters. */
const mostKept = 8000;

/** One ssh process: the connection that everything else shares. It ends with its standard input, so never outlives us. */
export class Master {
  readonly machine: Machine;
  readonly control: string;
  readonly ended: Promise<void>;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  #said = '';
  #missing = false;
  #overdue = false;

  constructor(machine: Machine, control: string) {
    this.machine = machine;
    this.control = control;
    this.#child = spawn('ssh', masterArguments(machine, control), {
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl-C is for the commands, which still need the connection to end in order
      detached: true,
      env: { ...process.env, LC_ALL: 'C' },
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    this.#child.stdin.on('error', () => undefined);
    this.ended = this.#end();
  }

  /** What the machine says of itself, once the login has succeeded. */
  async greet(): Promise<HostFacts> {
    const deadline = setTimeout(() => this.#giveUp(), loginDeadline);
    const lines: string[] = [];
    try {
      for await (const line of createInterface(this.#child.stdout)) {
        if (isEnd(line)) return this.#begin(lines);
        lines.push(line);
      }
    } finally {
      clearTimeout(deadline);
      // an end is only seen of what is read to it
      this.#child.stdout.resume();
    }
    await this.ended;
    throw this.failure();
  }

  /** Why it ended. */
  failure(): ConnectionFailure {
    if (this.#missing) return failureOf(this.machine, 'no ssh');
    if (this.#overdue) return failureOf(this.machine, 'no answer', `no login in ${loginDeadline / 1000} s`);
    return explainSsh(this.machine, this.#said);
  }

  /** What ssh has said so far. */
  get said(): string {
    return this.#said;
  }

  async close(): Promise<void> {
    // whoever closes it waits for its end
    this.#child.ref();
    this.#child.stdin.end();
    this.#child.kill();
    await this.ended;
    await rm(this.control, { force: true });
  }

  /** From here on nobody waits for it, so it keeps no process from ending. */
  #begin(lines: readonly string[]): HostFacts {
    this.#child.unref();
    for (const stream of this.#child.stdio) (stream as Socket).unref();
    return readFacts(lines);
  }

  #giveUp(): void {
    this.#overdue = true;
    this.#child.kill();
  }

  async #end(): Promise<void> {
    await once(this.#child, 'close').catch(() => {
      this.#missing = true;
    });
  }

  #hear(text: string): void {
    this.#said = (this.#said + text).slice(-mostKept);
  }
}

function masterArguments(machine: Machine, control: string): string[] {
  return [
    '-T',
    ...options({
      ControlMaster: 'yes',
      ControlPath: control,
      ControlPersist: 'no',
      StreamLocalBindUnlink: 'yes',
      // of the person's config: they would take ports that others may have
      ClearAllForwardings: 'yes',
      RemoteCommand: 'none',
      SessionType: 'default',
    }),
    ...sshArguments(machine),
    '--',
    machine.host,
    greeting,
  ];
}
