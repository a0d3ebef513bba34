import { WentBad } from '../went-bad.ts';
import { switchedAt, watchUntil } from './bake.ts';
import type { Act } from './step.ts';

/** Serves until whoever releases on all hosts confirms it; goes back when that one is not heard of for too long. */
export const hold: Act = async (context) => {
  const { ports, release, orders } = context;
  const { hold: within = 0 } = release;
  const begun = ports.clock.elapsed();
  context.waiting(`held until all hosts have it; without a word for ${within / 1000} s it goes back`);
  const ended = await watchUntil(context, {
    since: switchedAt(context),
    end: () => Math.max(begun, orders.heardAt) + within,
    overlook: context.waiting,
  });
  if (ended === undefined)
    throw new WentBad(`not confirmed on all hosts: no word from the command for ${within / 1000} s`);
  // the bake after it may be given another order
  if (orders.given?.order === 'confirm') orders.obeyed(orders.given);
  return ended;
};
