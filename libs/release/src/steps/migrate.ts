import type { Act } from './step.ts';
import { replicaSpecs } from './step.ts';

/** Once per release, in the new image with its environment and network, before anything is switched. */
export const migrate: Act = async (context) => {
  const { ports, next } = context;
  const command = next.settings.migrate ?? [];
  const [spec] = await replicaSpecs(context, next);
  if (!spec) return 'no replica, nothing to migrate for';
  context.waiting(command.join(' '));
  const run = () => ports.containers.run(spec, command, next.settings.deploy.migrate);
  const { exitCode, output } = next.settings.uses.includes('postgres')
    ? await ports.databases.locked(next.settings, run)
    : await run();
  if (exitCode !== 0) throw new Error(`"${command.join(' ')}" ended with exit code ${exitCode}:\n${output}`);
  return output.trim();
};
