import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type Docker from 'dockerode';
import { engineError } from './engine-call.ts';

/** Milliseconds. */
const pollInterval = 10;

/** Runs a command in a running container, like `docker exec`; rejects after `deadline` milliseconds. */
export async function runInside(
  docker: Docker,
  container: string,
  command: readonly string[],
  deadline: number,
): Promise<{ exitCode: number; output: string }> {
  try {
    return await run(docker, container, command, deadline);
  } catch (error) {
    throw engineError(`run "${command[0]}" in ${container}`, error);
  }
}

async function run(
  docker: Docker,
  container: string,
  command: readonly string[],
  deadline: number,
): Promise<{ exitCode: number; output: string }> {
  const abortSignal = AbortSignal.timeout(deadline);
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, abortSignal });
  const stream = await exec.start({ abortSignal });
  const output = new PassThrough();
  docker.modem.demuxStream(stream, output, output);
  stream.on('end', () => output.end());
  stream.on('error', (error) => output.destroy(error));
  abortSignal.addEventListener('abort', () =>
    output.destroy(new Error(`"${command[0]}" took longer than ${deadline / 1000} s`)),
  );
  const written = await text(output);
  return { exitCode: await exitCodeOf(exec, abortSignal), output: written };
}

/** The engine learns of the end of the output a moment before the end of the process. */
async function exitCodeOf(exec: Docker.Exec, abortSignal: AbortSignal): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = await exec.inspect({ abortSignal });
    if (!Running && ExitCode !== null) return ExitCode;
    await wait(pollInterval, undefined, { signal: abortSignal });
  }
}
