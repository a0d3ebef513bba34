import { constants } from 'node:os';
import type Docker from 'dockerode';
import { callEngine } from './engine-call.ts';

/** Later events wait for the answer, crashes among them. Milliseconds. */
const patience = 1000;

/** What glibc and Docker call SIGRTMIN. */
const firstRealTime = 34;

/** The signal that ends a container in order; undefined where it names none, or the engine does not tell. */
export async function stopSignalOf(docker: Docker, id: string): Promise<number | undefined> {
  const info = await callEngine(`inspect ${id}`, patience, (abortSignal) =>
    docker.getContainer(id).inspect({ abortSignal }),
  ).catch(() => undefined);
  const { StopSignal = '' } = (info?.Config ?? {}) as { readonly StopSignal?: string };
  return signalNumber(StopSignal);
}

/** As a Dockerfile may write it: `SIGUSR1`, `usr1`, `10`, `SIGRTMIN+3`; undefined for what names no signal. */
export function signalNumber(word: string): number | undefined {
  if (/^\d+$/.test(word)) return Number(word);
  const name = word.toUpperCase().replace(/^(SIG)?/, 'SIG');
  const [, after] = /^SIGRTMIN(?:\+(\d+))?$/.exec(name) ?? [];
  if (name.startsWith('SIGRTMIN')) return firstRealTime + Number(after ?? 0);
  return constants.signals[name as NodeJS.Signals];
}
