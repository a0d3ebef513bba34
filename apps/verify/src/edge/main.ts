import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holds, runSuites } from '../run.ts';
import { print } from '../summary.ts';
import { type CheckedEdge, openEdge, readEdge } from './checked-edge.ts';
import { type EdgeOptions, parseOptions, usage } from './options.ts';
import { edgeSuites } from './suites.ts';
import './provided.ts';

const couldNotLook = 2;

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else await verify(options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = couldNotLook;
}

async function verify({ edge: asked, only }: EdgeOptions): Promise<void> {
  const edge = 'file' in asked ? readEdge(asked.file) : await openEdge(asked.target, asked.config);
  const startedAt = new Date().toISOString();
  const checks = await runSuites({
    names: only.length > 0 ? only : edgeSuites,
    config: join(import.meta.dirname, 'edge.config.ts'),
    provide: { edge },
  });
  const allHold = checks.length > 0 && checks.every(holds);
  print(checks, writeReport(edge, { target: edge.name, startedAt, holds: allHold, checks }));
  process.exitCode = allHold ? 0 : 1;
}

function writeReport({ folder }: CheckedEdge, report: object): string {
  const file = join(folder, 'edge.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
