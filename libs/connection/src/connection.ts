import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { ConnectionFailure, failureOf, mayPass } from './connection-failure.ts';
import type { HostFacts } from './host-facts.ts';
import type { Machine } from './machine.ts';
import { Master } from './master.ts';
import { answers } from './ping.ts';
import { quoted } from './shell.ts';
import { options, sshArguments } from './ssh-arguments.ts';

/** Between two attempts to take a cut connection up again. Milliseconds. */
const lookAgainAfter = 1000;
/** A word between two processes here. Milliseconds. */
const localDeadline = 10_000;
/** Every Debian and Ubuntu has Perl. */
const listens = 'exit !IO::Socket::UNIX->new(Peer => shift)';
/** A unix socket's path has room for so many bytes (macOS), and ssh's own name on top of ours takes 18. */
const longestFolder = 103 - '/control'.length - 18;

/** The one connection to a machine: its engine as a socket here, and a way for commands. A cut one is taken up again. */
export class Connection {
  readonly machine: Machine;
  readonly facts: HostFacts;
  /** Where the machine is found by whoever does not know the person's ssh config. */
  readonly address: string;
  /** Why it is gone at the moment; nothing while it stands. */
  trouble: ConnectionFailure | undefined;
  readonly #folder: string;
  #master: Master;
  #forwards = false;
  #closed = false;

  private constructor(master: Master, { folder, address, facts }: Opened) {
    this.machine = master.machine;
    this.facts = facts;
    this.address = address;
    this.#master = master;
    this.#folder = folder;
    void this.#keepUp();
  }

  /** Logs in and asks the machine about itself. Throws a ConnectionFailure. */
  static async open(machine: Machine): Promise<Connection> {
    const folder = await privateFolder();
    try {
      const master = new Master(machine, join(folder, 'control'));
      const [facts, address] = await Promise.all([master.greet(), addressOf(machine)]);
      return new Connection(master, { folder, address, facts });
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Address for Docker clients here, which lead to the engine there. Throws a ConnectionFailure. */
  async engine(): Promise<string> {
    refuseEngine(this.machine, this.facts);
    if (!this.#forwards) await this.#forward();
    this.#forwards = true;
    return this.engineAddress;
  }

  get engineAddress(): string {
    return `unix://${this.#socket}`;
  }

  /** How to run `words` there; each arrives as one word. */
  program(words: readonly string[]): { readonly file: string; readonly args: string[] } {
    const [file = '', ...args] = this.prefix;
    return { file, args: [...args, words.map(quoted).join(' ')] };
  }

  /** What stands before a command line for the shell there; good for other processes, as long as this one is open. */
  get prefix(): readonly string[] {
    return ['ssh', '-T', ...this.#along(), '--', this.machine.host];
  }

  /** Keys that this connection was the first to see, as ssh names them: `ED25519`. */
  get firstContact(): string | undefined {
    return /Permanently added .* \((\S+)\) to the list of known hosts/.exec(this.#master.said)?.[1];
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#master.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #socket(): string {
    return join(this.#folder, 'docker.sock');
  }

  async #forward(): Promise<void> {
    const { machine, facts } = this;
    const ways = ['-O', 'forward', '-L', `${this.#socket}:${facts.engine.socket}`];
    const { exitCode, stderr } = await execa('ssh', [...this.#along(), ...ways, '--', machine.host], {
      reject: false,
      stdin: 'ignore',
      timeout: localDeadline,
    });
    if (exitCode !== 0) throw failureOf(machine, 'forwarding refused', stderr.trim());
    await this.#hearEngine();
  }

  /** ssh listens here whatever is at the other end; what it is shows with the first word. */
  async #hearEngine(): Promise<void> {
    if (await answers(this.#socket)) return;
    // ssh says the same of a socket that nobody listens on and of one that it may not lead to
    const { file, args } = this.program([
      'perl',
      '-MIO::Socket::UNIX',
      '-e',
      listens,
      this.facts.engine.socket,
    ]);
    const { exitCode } = await execa(file, args, { reject: false, stdin: 'ignore', timeout: localDeadline });
    throw failureOf(this.machine, exitCode === 0 ? 'forwarding refused' : 'engine stopped');
  }

  /** On this connection or not at all: ssh would open one of its own where it finds none. */
  #along(): string[] {
    return ['-S', this.#master.control, ...options({ ProxyCommand: 'false' })];
  }

  /** Until it is closed, or fails for a reason that somebody has to mend. */
  async #keepUp(): Promise<void> {
    while (!this.#closed) {
      await this.#master.ended;
      if (this.#closed) return;
      this.trouble = this.#master.failure();
      if (!mayPass(this.trouble.trouble)) return;
      await pause(lookAgainAfter, undefined, { ref: false });
      if (!this.#closed) await this.#takeUp();
    }
  }

  async #takeUp(): Promise<void> {
    const { machine, control } = this.#master;
    await rm(control, { force: true });
    const master = new Master(machine, control);
    this.#master = master;
    try {
      await master.greet();
      if (this.#forwards) await this.#forward();
      this.trouble = undefined;
    } catch (error) {
      if (error instanceof ConnectionFailure) this.trouble = error;
      await master.close();
    }
  }
}

interface Opened {
  readonly folder: string;
  readonly address: string;
  readonly facts: HostFacts;
}

/** ssh's own word, for the name may be one of the person's config. */
async function addressOf(machine: Machine): Promise<string> {
  const args = ['-G', ...sshArguments(machine), '--', machine.host];
  const { stdout } = await execa('ssh', args, { reject: false, stdin: 'ignore', timeout: localDeadline });
  return /^hostname (\S+)$/m.exec(stdout ?? '')?.[1] ?? machine.host;
}

function refuseEngine(machine: Machine, { engine, user }: HostFacts): void {
  switch (engine.state) {
    case 'there':
      return;
    case 'denied':
      throw failureOf({ ...machine, user }, 'no rights', `${engine.socket} is closed to that user`);
    case 'stopped':
      throw failureOf(machine, 'engine stopped');
    case 'absent':
      throw failureOf(machine, 'engine absent');
    default:
      throw new Error(`${machine.name}: an engine that is ${engine.state satisfies never}`);
  }
}

/** For us alone, and short enough for sockets. */
async function privateFolder(): Promise<string> {
  const usual = join(tmpdir(), 'causeway-');
  return await mkdtemp(usual.length + 6 <= longestFolder ? usual : '/tmp/causeway-');
}
