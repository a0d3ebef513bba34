import type { Order } from '../orders.ts';
import { type Watched, watchOver } from '../watch-over.ts';
import { WentBad } from '../went-bad.ts';
import type { Act, StepContext } from './step.ts';

/** How soon a crash is seen. Milliseconds. */
const pollInterval = 50;

/** The old release stays warm and the new one is watched; throws `WentBad` with the evidence. */
export const bake: Act = async (context) => {
  const { release, previous } = context;
  if (!previous) return 'nothing to go back to';
  const { bake } = release.settings.deploy;
  const since = switchedAt(context);
  return keepWatch(context, { since, until: since + bake, what: `${previous.version} stays warm` });
};

export interface Stretch {
  readonly since: number;
  readonly until: number;
  readonly what: string;
}

/** Watches the release until the stretch ends or somebody orders otherwise. */
export async function keepWatch(context: StepContext, { since, until, what }: Stretch): Promise<string> {
  const { ports, previous } = context;
  if (!previous) return 'nothing to go back to';
  let overlooked: string | undefined;
  const overlook = (what: string) => {
    context.waiting(what);
    overlooked = what;
  };
  context.waiting(`${what} until ${new Date(until).toISOString()}`);
  // the journal's times are the clock's of the wall, which may be set; what is left of them is not measured by that
  const left = Math.min(until - ports.clock.now(), until - since);
  const end = ports.clock.elapsed() + left;
  const ended = await watchUntil(context, { since, end: () => end, overlook });
  return ended ?? overlooked ?? `nothing went wrong for ${(until - since) / 1000} s`;
}

interface Watch extends Pick<Watched, 'since' | 'overlook'> {
  /** By the clock that nobody sets; it may move. */
  readonly end: () => number;
}

/** The same until an end that may move; says what ended it before, if something did. */
export async function watchUntil(
  context: StepContext,
  { end, ...watched }: Watch,
): Promise<string | undefined> {
  const { ports, release, previous, orders } = context;
  // a first release can be measured against nothing
  const trouble =
    previous && (await watchOver(context, { candidate: release, reference: previous, ...watched }));
  while (ports.clock.elapsed() < end()) {
    const { given } = orders;
    if (given) return obey(given);
    const found = await trouble?.();
    if (found) throw new WentBad(found);
    await Promise.race([ports.clock.wait(pollInterval), orders.arrival]);
  }
  return undefined;
}

function obey(given: Order): string {
  switch (given.order) {
    case 'abort':
      throw new WentBad(given.why ?? `asked for by ${given.by}`, given);
    case 'rollback':
      throw new WentBad(`asked for by ${given.by}`, given);
    case 'promote':
      return `promoted by ${given.by}`;
    case 'confirm':
      return `confirmed by ${given.by}`;
    case 'supersede':
      return `ended by ${given.by}`;
    default:
      return given satisfies never;
  }
}

export function switchedAt({ ports, release }: StepContext): number {
  const step = release.steps.findLast((one) => one.step === 'switch' && one.endedAt !== undefined);
  return step?.endedAt ?? ports.clock.now();
}
