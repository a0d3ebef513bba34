import { watchOver } from '../watch-over.ts';
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
  const { ports, release, previous, orders } = context;
  if (!previous) return 'nothing to go back to';
  let overlooked: string | undefined;
  const overlook = (what: string) => {
    context.waiting(what);
    overlooked = what;
  };
  const trouble = await watchOver(context, { candidate: release, reference: previous, since, overlook });
  context.waiting(`${what} until ${new Date(until).toISOString()}`);
  // the journal's times are the clock's of the wall, which may be set; what is left of them is not measured by that
  const left = Math.min(until - ports.clock.now(), until - since);
  const end = ports.clock.elapsed() + left;
  while (ports.clock.elapsed() < end) {
    const { given } = orders;
    if (given?.order === 'abort' || given?.order === 'rollback')
      throw new WentBad(`asked for by ${given.by}`, given);
    if (given) return given.order === 'promote' ? `promoted by ${given.by}` : `ended by ${given.by}`;
    const found = await trouble();
    if (found) throw new WentBad(found);
    await Promise.race([ports.clock.wait(pollInterval), orders.arrival]);
  }
  return overlooked ?? `nothing went wrong for ${(until - since) / 1000} s`;
}

function switchedAt({ ports, release }: StepContext): number {
  const step = release.steps.findLast((one) => one.step === 'switch' && one.endedAt !== undefined);
  return step?.endedAt ?? ports.clock.now();
}
