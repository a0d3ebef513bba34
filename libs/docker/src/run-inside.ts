import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';

/** Runs a command in a running container, like `docker exec`; rejects after `deadline` milliseconds. */
export async function runInside(
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
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, output: written };
}
