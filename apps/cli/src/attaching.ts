import { setTimeout as pause } from 'node:timers/promises';
import type { ReleaseReport, Request } from '@causeway/release';
import { agentOf, answerDeadline, ask } from './agent-client.ts';
import { Failure } from './failure.ts';
import { interruption } from './interruption.ts';
import type { Say } from './progress.ts';
import { carryOut, type Destination } from './releasing.ts';
import type { Target } from './target.ts';

const lookAgainAfter = 500;

interface Attachment {
  readonly destination: Destination;
  readonly request: Extract<Request, { op: 'attach' }>;
  readonly say: Say;
}

/** Attaches to the release that `first` has, as soon as it begins here: as long as `first` holds it, that is yet to come. */
export async function attachAfter(
  first: Target,
  { service, version }: ReleaseReport,
  { destination, request, say }: Attachment,
): Promise<ReleaseReport> {
  for (;;) {
    const isYetToCome = await holds(first, service, version);
    try {
      return await carryOut(destination, { ...request, release: version }, say);
    } catch (error) {
      if (!isUnknown(error)) throw error;
      if (!isYetToCome) return await carryOut(destination, request, say);
    }
    say(`${version} has not begun here yet`);
    await pause(lookAgainAfter, undefined, { signal: interruption }).catch(() => undefined);
    interruption.throwIfAborted();
  }
}

async function holds({ outline }: Target, name: string, version: string): Promise<boolean> {
  const { services } = await ask(agentOf(outline), { op: 'status' }, { deadline: answerDeadline });
  return services.find(({ service }) => service === name)?.held?.version === version;
}

/** Nothing of that name, or nothing at all, was released here. */
function isUnknown(error: unknown): boolean {
  return error instanceof Failure && (error.kind === 'mistake' || error.kind === 'obstacle');
}
