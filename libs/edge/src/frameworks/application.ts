import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../testing/free-port.ts';
import type { Family } from './families/family.ts';

/** A framework's server, as a process of its own. */
export interface Application {
  readonly port: number;
  stop(): Promise<void>;
}

/** Its handlers are at `paths`, one more is behind all others; each answers `ran <path>`, and that one `ran other`. */
export async function startApplication(
  family: Family,
  folder: string,
  application: string,
  paths: readonly string[],
): Promise<Application> {
  const port = await freePort();
  const { file, args, env } = family.start(folder, { application, port, paths: paths.join(',') });
  const server = spawn(file, args, { cwd: folder, env: { ...process.env, ...env }, detached: true });
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk) => {
      output = `${output}${chunk}`.slice(-longestOutput);
    });
  try {
    await listening(server, port);
    return { port, stop: () => stop(server) };
  } catch (error) {
    await stop(server);
    throw new Error(`${application}: ${(error as Error).message}\n${output}`);
  }
}

/** Characters: enough for a stack trace. */
const longestOutput = 4000;

/** Milliseconds. */
const pollInterval = 50;

/** The test's own limit bounds it. */
async function listening(server: ChildProcess, port: number): Promise<void> {
  while (!(await accepts(port))) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error('has ended');
    await setTimeout(pollInterval);
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** With the workers that it has started. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  process.kill(-server.pid, 'SIGKILL');
  await once(server, 'close');
}
