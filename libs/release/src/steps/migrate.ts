import type { Act, StepContext } from './step.ts';
import { replicaSpecs } from './step.ts';

/** Once per release, in the new image with its environment and network, before anything is switched. */
export const migrate: Act = async (context) => {
  const { ports, release, orders, waiting } = context;
  const { deploy, uses } = release.settings;
  if (!uses.includes('postgres')) return runMigration(context);
  const copy = deploy.snapshot ? await snapshot(context) : undefined;
  waiting('the database to give its migration lock');
  const { output, ran } = await ports.databases
    .migrateOnce(release, (lost) => runMigration(context, lost), orders.aborted)
    .finally(() => orders.check());
  return [copy && `snapshot ${copy}`, ran ? output : `done before: ${output}`].filter(Boolean).join('\n');
};

async function snapshot({ ports, release, orders, waiting }: StepContext): Promise<string> {
  waiting('the copy of the database');
  return ports.databases.snapshot(release, orders.aborted).finally(() => orders.check());
}

async function runMigration(context: StepContext, lost?: AbortSignal): Promise<string> {
  const { ports, release, orders } = context;
  const command = release.settings.migrate ?? [];
  const [spec] = await replicaSpecs(context, release);
  if (!spec) return 'no replica, nothing to migrate for';
  context.waiting(command.join(' '));
  const end = AbortSignal.any([orders.aborted, ...(lost ? [lost] : [])]);
  const { exitCode, output } = await ports.containers
    .run(spec, command, release.settings.deploy.migrate, end)
    .finally(() => orders.check());
  if (exitCode !== 0) throw new Error(`"${command.join(' ')}" ended with exit code ${exitCode}:\n${output}`);
  return output.trim();
}
