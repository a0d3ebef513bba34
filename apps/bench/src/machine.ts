import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { docker, type Target } from '@causeway/verify';

/** What figures depend on, beside the platform. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  readonly memory: number;
  readonly kernel: string;
  readonly engine: string;
  /** Processes that wanted a core in the last minute: what else the machine had to do. */
  readonly load: number;
}

export async function lookAtMachine(target: Target): Promise<Machine> {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memory: totalmem(),
    kernel: release(),
    engine: await docker(target, ['version', '--format', '{{.Server.Version}}']),
    load: loadavg()[0] ?? Number.NaN,
  };
}

export function describeMachine({ cores, processor, memory, kernel, engine, load }: Machine): string {
  const gibibytes = Math.round(memory / 1024 ** 3);
  return `${cores} cores of ${processor}, ${gibibytes} GiB, kernel ${kernel}, Docker ${engine}, load average ${load.toFixed(1)} before`;
}
