import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Limits } from './orderly-end.ts';
import type { SshConfig } from './ssh-config.ts';
import { VagrantError } from './vagrant-error.ts';

export interface RemoteOptions extends Limits {
  /** For standard input. */
  readonly input?: string;
}

export interface RemoteOutcome {
  /** The remote command's own. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What OpenSSH ends with when it is OpenSSH that failed. */
const sshFailed = 255;

/** Runs a command line on the machine by OpenSSH: `vagrant ssh -c` mixes words of its own into what is said there. */
export async function runRemotely(
  config: SshConfig,
  commandLine: string,
  { input, signal, deadline }: RemoteOptions,
): Promise<RemoteOutcome> {
  const folder = await mkdtemp(join(tmpdir(), 'vagrant-ssh-'));
  try {
    const file = join(folder, 'config');
    await writeFile(file, config.text);
    const result = await execa('ssh', ['-F', file, '-T', config.host, commandLine], {
      ...(input === undefined ? { stdin: 'ignore' } : { input }),
      ...(signal && { cancelSignal: signal }),
      ...(deadline !== undefined && { timeout: deadline }),
      reject: false,
    });
    const { exitCode, stdout = '', stderr = '' } = result;
    const kind = result.isCanceled ? 'cancelled' : result.timedOut ? 'overdue' : 'ssh-failed';
    if (exitCode === undefined || exitCode === sshFailed || kind !== 'ssh-failed')
      throw new VagrantError({
        kind,
        command: `ssh ${config.host} ${commandLine}`,
        message: `ssh ${config.host}: ${stderr.trim() || result.shortMessage || 'no connection'}`,
        machine: config.host,
        tail: stderr.split('\n'),
        ...(exitCode !== undefined && { exitCode }),
      });
    return { exitCode, stdout, stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
