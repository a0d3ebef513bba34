import { notePromotion } from '../entries.ts';
import { keepWatch } from './bake.ts';
import type { Act, StepContext } from './step.ts';

/** Gives the new release one share of the clients after the other; goes on with the share that it had. */
export const canary: Act = async (context) => {
  const { release, ports, orders } = context;
  const { percents = [], step = 0 } = release.canary ?? {};
  const reached = ports.journal.read(release.service).canary?.percent ?? 0;
  const ends: string[] = [];
  for (const percent of percents.filter((percent) => percent < 100 && percent >= reached)) {
    orders.check();
    await give(context, percent);
    const since = ports.clock.now();
    const end = await keepWatch(context, { since, until: since + step, what: `${percent} % of the clients` });
    ends.push(`${percent} %: ${end}`);
    const { given } = orders;
    if (given?.order !== 'promote') continue;
    await notePromotion(context, release, given.by, `the canary at ${percent} %`);
    orders.obeyed(given);
    break;
  }
  return ends.join('; ');
};

async function give({ ports, release }: StepContext, percent: number): Promise<void> {
  await ports.journal.expose(release.service, { canary: { release: release.id, percent } });
  await ports.edge.refresh();
}
