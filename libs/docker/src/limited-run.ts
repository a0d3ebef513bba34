import type Docker from 'dockerode';
import { callEngine, engineError, shortly, unless } from './engine-call.ts';
import { readLog } from './log.ts';

/** How many of a container's last lines are told. */
export const tailLines = 20;

/** What a command may take: milliseconds of its own time, until the signal. */
export interface Limits {
  readonly command: readonly string[];
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
}

/** The exit code of a container that was just started; one that is not done within its limits is an error with its last lines. */
export async function endOf(container: Docker.Container, limits: Limits): Promise<number> {
  const { deadline, signal } = limits;
  const late = AbortSignal.timeout(deadline);
  const abortSignal = signal ? AbortSignal.any([late, signal]) : late;
  try {
    const { StatusCode } = await container.wait({ abortSignal });
    return StatusCode;
  } catch (error) {
    if (!abortSignal.aborted) throw engineError(`wait for ${container.id}`, error);
    const exitCode = signal?.aborted ? undefined : await endedWithin(container, deadline);
    if (exitCode !== undefined) return exitCode;
    throw await cutOff(container, limits);
  }
}

/** The engine tells of an end only when it has cleared away, which may take a busy disk longer than the command took. */
async function endedWithin(container: Docker.Container, deadline: number): Promise<number | undefined> {
  await unless([404, 409], () =>
    callEngine(`end ${container.id}`, shortly, (abortSignal) => container.kill({ abortSignal })),
  );
  await callEngine(`tell the end of ${container.id}`, shortly, (abortSignal) =>
    container.wait({ abortSignal }),
  );
  const { State } = await callEngine(`inspect ${container.id}`, shortly, (abortSignal) =>
    container.inspect({ abortSignal }),
  );
  const took = Date.parse(State.FinishedAt) - Date.parse(State.StartedAt);
  return took <= deadline ? State.ExitCode : undefined;
}

async function cutOff(container: Docker.Container, { command, deadline, signal }: Limits): Promise<Error> {
  const why = signal?.aborted
    ? `"${command.join(' ')}" was ended before it was done`
    : `waited ${deadline / 1000} s for "${command.join(' ')}" to end`;
  const lines = await readLog(container, tailLines);
  return new Error(`${why}; its last lines:\n${lines}`, { cause: signal?.reason });
}
