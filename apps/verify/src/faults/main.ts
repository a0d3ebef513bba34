import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableOf } from '../figures.ts';
import { mustRun } from '../platform/commands.ts';
import { type Check, holds, runSuites } from '../run.ts';
import { openTarget, type Target, workspace } from '../target.ts';
import { type FaultOptions, parseOptions, usage } from './options.ts';
import { writeSubject } from './subject.ts';
import { goodContent } from './try-failure.ts';
import './provided.ts';

const couldNotLook = 2;
const name = 'faults';
const config = 'apps/verify/src/faults/platform.config.ts';

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') console.log(usage);
  else await prove(options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = couldNotLook;
}

async function prove(options: FaultOptions): Promise<void> {
  const target = await bringUp();
  try {
    const checks = await runSuites({
      names: options.proofs,
      config: join(import.meta.dirname, 'faults.config.ts'),
      provide: { target, faults: options },
    });
    print(checks, write(options, checks));
    process.exitCode = checks.length > 0 && checks.every(holds) ? 0 : 1;
  } finally {
    if (!options.keep) await mustRun(target, ['destroy', '--yes']);
  }
}

async function bringUp(): Promise<Target> {
  writeSubject(goodContent);
  await mustRun({ name, config }, ['deploy']);
  return openTarget(name, config);
}

function write(options: FaultOptions, checks: readonly Check[]): string {
  const folder = join(workspace, '.causeway');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'faults.json');
  const report = { holds: checks.every(holds), options, checks };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}

/** Rows of one title from many checks make one table. */
function print(checks: readonly Check[], file: string): void {
  const tables = Map.groupBy(
    checks.flatMap(({ figures }) => figures),
    ({ title }) => title,
  );
  for (const [title, figures] of tables)
    console.log(`\n${title}\n${tableOf(figures.flatMap(({ rows }) => rows))}`);
  const failed = checks.filter((check) => !holds(check));
  console.log(`\n${checks.length - failed.length} hold, ${failed.length} do not. The same as JSON: ${file}`);
}
