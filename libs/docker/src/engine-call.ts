import Docker from 'dockerode';

/** Of a request that the engine answers at once, when it is not overwhelmed. Milliseconds. */
export const shortly = 30_000;

/** Deleting the files of a large image takes a slow disk a while. Milliseconds. */
export const longly = 5 * 60_000;

/** The engine that the environment names, or the one of this machine. */
export function openEngine(): Docker {
  return new Docker();
}

/** The engine holds the connection open and says nothing. */
export class EngineSilent extends Error {
  constructor(what: string, deadline: number) {
    super(
      `waited ${deadline / 1000} s for the Docker engine to ${what}, and it does not answer; look whether dockerd hangs (its log, the disk), and restart it`,
    );
    this.name = 'EngineSilent';
  }
}

/** The engine has ended, or ends: nothing listens at its socket, or it cut the connection. */
export class EngineGone extends Error {
  /** The system's word, such as `ECONNREFUSED`. */
  readonly code: string;

  constructor(what: string, cause: Error & { code?: string }) {
    super(`the Docker engine went away when it was to ${what}: ${cause.message.trim()}`, { cause });
    this.name = 'EngineGone';
    this.code = cause.code ?? '';
  }
}

/** One request to the engine; `what` completes "waited 30 s for the engine to …". */
export async function callEngine<T>(
  what: string,
  deadline: number,
  request: (abortSignal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  // Not every call of the client heeds the signal.
  const { promise: silent, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new EngineSilent(what, deadline));
    controller.abort();
  }, deadline);
  try {
    return await Promise.race([silent, request(controller.signal)]);
  } catch (error) {
    throw engineError(what, error);
  } finally {
    clearTimeout(timer);
  }
}

/** An error of the engine's connection: whatever was asked for may have happened or not, and the engine will be back. */
export function isEngineGone(error: unknown): boolean {
  return causesOf(error).some((cause) => cause instanceof EngineGone);
}

/** It did not answer in time: whatever was asked for may have happened, or happen yet. */
export function isEngineSilent(error: unknown): boolean {
  return causesOf(error).some((cause) => cause instanceof EngineSilent);
}

function causesOf(error: unknown): unknown[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [error];
}

/** Waits for no answer that will not come: 404 is "not there", and 304 "so already". */
export async function ifPresent<T>(work: () => Promise<T>): Promise<T | undefined> {
  return unless([404, 304], work);
}

/** Nothing, when the engine answers with one of these. */
export async function unless<T>(
  statusCodes: readonly number[],
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (statusCodes.includes((error as { statusCode?: number }).statusCode ?? 0)) return undefined;
    throw error;
  }
}

const cut = ['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE'];

/**
 * What dockerd 20.10 answers with status 500 to requests that its own end overtakes: it goes on answering them while it
 * closes its connection to containerd, its network store, and its sockets to the containers' shims.
 */
const lastWords =
  /context canceled|transport is closing|client connection is closing|containerd\.sock: connect: |ttrpc: closed|database not open|daemon is shutting down/;

/** The same error, unless it tells of the end of the engine or of its connection. */
export function engineError(what: string, error: unknown): unknown {
  const { code = '', statusCode, message } = error as Error & { code?: string; statusCode?: number };
  const ended = statusCode === undefined ? cut.includes(code) : statusCode >= 500 && lastWords.test(message);
  return ended ? new EngineGone(what, error as Error) : error;
}
