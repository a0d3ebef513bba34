import { docker, lines, ownFilter, type Target, waitUntilSettled } from '@causeway/verify';
import { bareContainers, removeBare, runBare } from './bare-container.ts';
import type { Options } from './options.ts';
import type { Outcome } from './outcome.ts';
import { rowsOf } from './series.ts';
import { processorShares, type Usage, watchUsage } from './usage.ts';

/** Milliseconds from one look to the next. */
const interval = 10_000;
const mebibyte = 1024 * 1024;
const roles = { agent: 'agent', guard: 'guard', edge: 'edge', service: 'a replica' } as const;

/** CPU and memory of what stays on the host, beside a container of the service's image that nobody asks anything. */
export async function benchRest(target: Target, { minutes }: Options): Promise<Outcome> {
  await waitUntilSettled(target, 'subject');
  const own = await ownContainers(target);
  try {
    const containers = { ...own, 'by hand: the same image, unasked': await runUnasked(target, own) };
    const looks = 1 + (minutes * 60_000) / interval;
    const usages = await watchUsage(Object.values(containers), { interval, looks });
    return describe(Object.keys(containers), usages, minutes);
  } finally {
    await removeBare(target);
  }
}

/** One of each role, by what the table calls it. */
async function ownContainers(target: Target): Promise<Record<string, string>> {
  const found = Object.entries(roles).map(async ([role, name]) => {
    const filter = [...ownFilter(target), '--filter', `label=causeway.role=${role}`];
    const [container] = await lines(target, ['ps', '--quiet', ...filter]);
    if (!container) throw new Error(`no container has the role ${role}; see what \`status\` says`);
    return [name, container] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

async function runUnasked(target: Target, own: Readonly<Record<string, string>>): Promise<string> {
  const [bare] = bareContainers(target);
  if (!bare) throw new Error('the config asks for no replica');
  await removeBare(target);
  const image = await docker(target, ['inspect', '--format', '{{.Image}}', own[roles.service] ?? '']);
  await runBare(target, bare, image);
  return bare.name;
}

function describe(names: readonly string[], usages: readonly Usage[][], minutes: number): Outcome {
  const series = names.flatMap((name, place) => {
    const looks = usages.flatMap((look) => look[place] ?? []);
    return [
      { what: `${name}: CPU (% of a core)`, values: processorShares(looks) },
      { what: `${name}: memory (MiB)`, values: looks.map(({ memory }) => memory / mebibyte) },
    ];
  });
  return {
    title: `At rest for ${minutes} min, looked at every ${interval / 1000} s`,
    rows: rowsOf(series),
    values: Object.fromEntries(series.map(({ what, values }) => [what, values])),
  };
}
