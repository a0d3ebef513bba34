import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { type Options, parseOptions, usage } from './options.ts';
import { type Check, checksOf } from './run.ts';
import { suiteOf, suitesOf } from './suites.ts';
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
  const target = await openTarget(options.target, options.config);
  const startedAt = new Date().toISOString();
  const checks = await runSuites(target, options);
  const holds = checks.length > 0 && checks.every(({ state }) => state === 'passed' || state === 'skipped');
  const file = writeReport(target, { target: options.target, startedAt, holds, options, checks });
  print(checks, file);
  process.exitCode = holds ? 0 : 1;
}

async function runSuites(target: Target, { only, scenario, service = '' }: Options): Promise<Check[]> {
  const vitest = await startVitest(
    suitesOf(target, only).map((name) => `/${name}.verify.ts`),
    {
      config: join(import.meta.dirname, '../verify.config.ts'),
      root: join(import.meta.dirname, '..'),
      watch: false,
      reporters: ['verbose'],
      provide: { target, scenario, released: service, rate: scenario.rate },
    },
  );
  const checks = checksOf(vitest.state.getTestModules(), suiteOf);
  await vitest.close();
  return checks;
}

function writeReport({ folder }: Target, report: object): string {
  const file = join(folder, 'verify.json');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
