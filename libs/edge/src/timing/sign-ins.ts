import { Agent } from 'node:https';
import { startBackend } from '../testing/backend.ts';
import { https, login } from '../testing/client.ts';
import { liveOn, plainService, testSecrets } from '../testing/plan.ts';
import { type RunningEdge, startEdge } from '../testing/running-edge.ts';
import { type Comparison, compare } from './compare.ts';

/*
 * Whether the time of a refusal tells that there is such a user: wrong passwords for one that exists and for one that does
 * not, in random order on one connection, with limits that never hold. Prints microseconds.
 */
const rounds = Number(process.argv[2] ?? 4000);

const passwords = { short: 'wrong', 'as long as is looked at': 'x'.repeat(170), longer: 'x'.repeat(40_000) };

const backend = await startBackend('one');
const edge = await startEdge([plainService('phrase', { protect: [{ path: '/admin', users: ['alice'] }] })], {
  signIns: { failures: 1_000_000, failuresInAll: 1_000_000, per: 1000 },
});
try {
  await edge.apply([liveOn('phrase', [backend.port])], testSecrets('alice'));
  for (const [title, password] of Object.entries(passwords)) report(title, await measure(edge, password));
} finally {
  await edge.stop();
  await backend.stop();
}

/** Names of one length, so that the requests are as well. */
async function measure(edge: RunningEdge, password: string): Promise<Comparison> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times = { alice: [] as number[], alina: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    const users = Math.random() < 0.5 ? (['alice', 'alina'] as const) : (['alina', 'alice'] as const);
    for (const user of users) times[user].push(await timed(edge, { agent, headers: login(user, password) }));
  }
  agent.destroy();
  return compare(times.alice, times.alina);
}

async function timed(edge: RunningEdge, asked: Parameters<typeof https>[2]): Promise<number> {
  const before = performance.now();
  const { status } = await https(edge, '/admin', asked);
  if (status !== 401) throw new Error(`status ${status}: every attempt must be looked at`);
  return (performance.now() - before) * 1000;
}

function report(title: string, { medians: [one, other], difference, margin, z }: Comparison): void {
  const figures = [one, other, difference, margin].map((value) => value.toFixed(1));
  console.log(
    `password ${title}: median ${figures[0]} with a user, ${figures[1]} without; difference of the means ${figures[2]} ± ${figures[3]}; rank test z = ${z.toFixed(2)}`,
  );
}
