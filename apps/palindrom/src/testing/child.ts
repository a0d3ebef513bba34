import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';

/** A process of the test's own, with all that it has printed. */
export class Child {
  output = '';
  readonly #watchers = new Set<() => void>();
  readonly #process: ChildProcess;
  readonly #exit: Promise<number | NodeJS.Signals>;

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.#process = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exit = once(this.#process, 'close').then(([code, signal]) => code ?? signal);
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        for (const look of this.#watchers) look();
      });
    }
  }

  /** Waits until the process has printed what matches, and gives the match. */
  printed(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(this.output);
        if (!match) return;
        this.#watchers.delete(look);
        resolve(match);
      };
      this.#watchers.add(look);
      this.#exit.then(() => reject(new Error(`ended without printing ${pattern}:\n${this.output}`)));
      look();
    });
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  exited(): Promise<number | NodeJS.Signals> {
    return this.#exit;
  }

  send(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.send(signal);
    return this.#exit;
  }
}

/** Runs a command to its end; anything but exit code 0 is an error with its output. */
export async function run(
  command: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<string> {
  const child = new Child(command, args, options);
  const code = await child.exited();
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${child.output}`);
  return child.output;
}
