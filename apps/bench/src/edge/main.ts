import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { tableOf, workspace } from '@causeway/verify';
import { priceFeatures } from './feature-prices.ts';
import { type EdgeOptions, parseEdgeOptions, usage } from './options.ts';
import type { Part } from './part.ts';
import { compareProxies } from './proxy-comparison.ts';
import { markdownOf } from './summary.ts';
import { fetchTools, findTools, missingTools, type Tools, wordMissing } from './tools.ts';

const couldNotMeasure = 2;

// what has been started ends with this process
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => process.exit(couldNotMeasure));

try {
  const options = parseEdgeOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else await bench(options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = couldNotMeasure;
}

async function bench(options: EdgeOptions): Promise<void> {
  const tools = await readyTools(options);
  const machine = lookAtMachine();
  console.log(`${machine}\n${options.rounds} rounds, medians; IQR is the width of the middle half`);
  const parts = [options.proxies && compareProxies, options.features && priceFeatures];
  const done: Part[] = [];
  for (const part of parts) {
    if (!part) continue;
    done.push(await part(tools, options));
    for (const rows of done.at(-1)?.tables ?? []) console.log(`\n${tableOf(rows)}`);
  }
  write(machine, options, done);
}

async function readyTools({ fetch }: EdgeOptions): Promise<Tools> {
  if (process.platform !== 'linux') throw new Error('bench:edge reads CPU time from /proc; run it on Linux');
  const missing = missingTools(findTools());
  if (missing.length > 0 && fetch) await fetchTools(missing);
  const tools = findTools();
  const left = missingTools(tools);
  if (left.length > 0) {
    console.error(wordMissing(left));
    process.exitCode = couldNotMeasure;
  }
  return tools;
}

function lookAtMachine(): string {
  const load = loadavg()[0]?.toFixed(1);
  return `${availableParallelism()} cores of ${cpus()[0]?.model}, kernel ${release()}, load average ${load} before`;
}

function write(machine: string, options: EdgeOptions, parts: readonly Part[]): void {
  const folder = join(workspace, '.causeway/bench');
  mkdirSync(folder, { recursive: true });
  const tables = parts.flatMap(({ tables }) => tables);
  const samples = parts.flatMap(({ samples }) => samples);
  const [json, markdown] = [join(folder, 'edge.json'), join(folder, 'edge.md')];
  writeFileSync(json, `${JSON.stringify({ machine, options, tables, samples }, null, 2)}\n`);
  writeFileSync(markdown, `${[machine, ...tables.map(markdownOf)].join('\n\n')}\n`);
  console.log(`\nThe same as JSON, with every value: ${json}\nFor the documentation: ${markdown}`);
}
