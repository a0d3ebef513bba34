import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connected } from './connected.ts';
import { type Options, parseOptions, usage } from './options.ts';
import { type Check, holds, runSuites } from './run.ts';
import { suitesOf } from './suites.ts';
import { print } from './summary.ts';
import { openTarget, type Target } from './target.ts';

const couldNotLook = 2;

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else await verify(options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = couldNotLook;
}

async function verify(options: Options): Promise<void> {
  const target = await connected(await openTarget(options.target, options.config));
  const startedAt = new Date().toISOString();
  const checks = await verifyTarget(target, options);
  const allHold = checks.length > 0 && checks.every(holds);
  const file = writeReport(target, { target: options.target, startedAt, holds: allHold, options, checks });
  print(checks, file);
  process.exitCode = allHold ? 0 : 1;
}

function verifyTarget(target: Target, options: Options): Promise<Check[]> {
  const { scenario, service = '' } = options;
  return runSuites({
    names: suitesOf(target, options),
    config: join(import.meta.dirname, '../verify.config.ts'),
    provide: { target, scenario, released: service, rate: scenario.rate },
  });
}

function writeReport({ folder }: Target, report: object): string {
  const file = join(folder, 'verify.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
