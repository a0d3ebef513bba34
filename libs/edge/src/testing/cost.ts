import { Http1Connection } from '@causeway/corpus';
import type { ServicePlan } from '@causeway/plan';
import { renderEdge } from '../edge.ts';
import { filters } from '../filters/index.ts';
import type { EdgeFiles } from '../resource-file.ts';
import { liveOn, plainService, testSecrets } from './plan.ts';
import { type RunningEdge, startEdge } from './running-edge.ts';
import { startWitness, type Witness } from './witness.ts';

// node libs/edge/src/testing/cost.ts [requests]: CPU time of the edge for each request, with and without what looks at paths

const requests = Number(process.argv[2] ?? 20_000);

/** By turns, so that what else the machine does falls on all alike. */
const rounds = 5;

const connections = 8;

const path = '/assets/app.4f3c2a1b.js?v=1';

interface Setting {
  readonly name: string;
  readonly rules: Partial<ServicePlan>;
  readonly normalForm: boolean;
}

const blocked = (count: number): Partial<ServicePlan> => ({
  block: Array.from({ length: count }, (_, index) => `/internal/part-${index}`),
});

const settings: readonly Setting[] = [
  { name: 'no look at paths', rules: {}, normalForm: false },
  { name: 'normal form', rules: {}, normalForm: true },
  { name: 'normal form, 1 blocked path', rules: blocked(1), normalForm: true },
  { name: 'normal form, 10 blocked paths', rules: blocked(10), normalForm: true },
];

/** The edge of a setting, with its microseconds for each request in each round. */
interface Measured {
  readonly setting: Setting;
  readonly edge: RunningEdge;
  readonly costs: number[];
}

const witness = await startWitness('content-length');
const all: Measured[] = [];
for (const setting of settings) all.push({ setting, edge: await edgeOf(setting, witness), costs: [] });
for (const { edge } of all) await ask(edge, requests / 10);
for (let round = 0; round < rounds; round++)
  for (const { edge, costs } of all) costs.push(await costOf(edge, witness));
print();
for (const { edge } of all) await edge.stop();
await witness.stop();

async function edgeOf({ rules, normalForm }: Setting, { port }: Witness): Promise<RunningEdge> {
  const edge = await startEdge([plainService('phrase', rules)]);
  const live = [liveOn('phrase', [port])];
  await edge.apply(live);
  if (!normalForm) await edge.put(withoutNormalForm(renderEdge(edge.plan, live, testSecrets())));
  await edge.healthy('phrase-1', 1);
  return edge;
}

function withoutNormalForm(files: EdgeFiles): EdgeFiles {
  const listeners = JSON.parse(files['lds.json'] ?? '');
  const text = JSON.stringify({ ...listeners, version_info: 'without' }, (key, value) =>
    key === 'http_filters' ? value.filter(({ name }: { name: string }) => name !== filters[0]?.name) : value,
  );
  return { ...files, 'lds.json': text };
}

async function costOf(edge: RunningEdge, { reached }: Witness): Promise<number> {
  const before = edge.cpu;
  await ask(edge, requests);
  // what was kept would fill the memory
  reached.length = 0;
  return (edge.cpu - before) / requests;
}

async function ask(edge: RunningEdge, count: number): Promise<void> {
  const each = Math.ceil(count / connections);
  await Promise.all(Array.from({ length: connections }, () => askInTurn(edge, each)));
}

async function askInTurn(edge: RunningEdge, count: number): Promise<void> {
  const connection = await Http1Connection.open({ port: edge.plan.edge.https });
  for (let asked = 0; asked < count; asked++) {
    const answer = await connection.ask(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    if (answer?.status !== 200) throw new Error(`${path}: ${answer?.status ?? 'no answer'}`);
  }
  connection.close();
}

function print(): void {
  console.log(
    `CPU time of the edge, HTTP/1.1 over TLS, kept connections; ${rounds} rounds of ${requests} requests`,
  );
  console.table(
    all.map(({ setting: { name }, costs }) => ({
      setting: name,
      'median µs': median(costs),
      'least µs': Math.min(...costs).toFixed(1),
      'most µs': Math.max(...costs).toFixed(1),
    })),
  );
}

function median(costs: readonly number[]): string {
  return (costs.toSorted((a, b) => a - b)[Math.floor(costs.length / 2)] ?? 0).toFixed(1);
}
