import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { CommandError } from './command.ts';

/** A gigabyte at 10 Mbit/s. Milliseconds. */
const deadline = 15 * 60_000;
const MiB = 1024 ** 2;

export interface Stream {
  /** Address of the engine that has the images. */
  readonly from: string;
  readonly refs: readonly string[];
}

/** Copies images from one engine to another; layers that they share go once. */
export async function streamImages({ from, refs }: Stream, to: string, onLine: (line: string) => void) {
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(deadline);
  const save = docker(from, ['save', ...refs], signal);
  const load = docker(to, ['load', '--quiet'], signal);
  const meter = new Meter(onLine);
  // why it broke off is what the two commands say
  const copied = pipeline(save.stdout, meter, load.stdin).catch(() => undefined);
  const [ends] = await Promise.all([Promise.all([save, load].map(endOf)), copied]);
  const failed = ends.filter(({ code }) => code !== 0);
  if (failed.length > 0)
    throw new CommandError(
      `the images ${refs.join(', ')}: not copied\n${failed.map(({ said }) => said).join('')}`,
    );
  onLine(`${meter.describe()} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
}

function docker(host: string, args: readonly string[], signal: AbortSignal) {
  return spawn('docker', args, { env: { ...process.env, DOCKER_HOST: host }, signal });
}

async function endOf(child: ReturnType<typeof docker>) {
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { said, code };
}

/** Says how much has passed, at each ten mebibytes. */
class Meter extends Transform {
  readonly #onLine: (line: string) => void;
  #bytes = 0;

  constructor(onLine: (line: string) => void) {
    super();
    this.#onLine = onLine;
  }

  describe(): string {
    return `${Math.round(this.#bytes / MiB)} MiB`;
  }

  override _transform(chunk: Buffer, _: string, done: (error: null, chunk: Buffer) => void): void {
    const before = Math.floor(this.#bytes / MiB / 10);
    this.#bytes += chunk.length;
    if (Math.floor(this.#bytes / MiB / 10) > before) this.#onLine(this.describe());
    done(null, chunk);
  }
}
