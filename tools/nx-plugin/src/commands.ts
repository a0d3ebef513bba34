import { serviceCommands, stackCommands } from './command-names.ts';
import type { Project } from './project.ts';

/**
 * One command that people start through Nx. `argv` are the arguments for Node, from the workspace's root; `executor` is the
 * name of its options' schema, where another project has a command of the same name.
 */
export type Command = { name: string; argv: string[]; perTarget: boolean; executor?: string };

export const executorOf = ({ executor, name }: Command): string => executor ?? name;

const cli = 'apps/cli/src/main.ts';
const faults = 'apps/verify/src/faults/main.ts';

export function commandsOf(project: Project): Command[] {
  if (project.layer === 'stacks') return stackCommands.map((name) => onTarget(name, [cli, name]));
  if (project.layer === 'verify')
    return [
      onTarget('verify', ['apps/verify/src/main.ts']),
      { ...onTarget('edge', ['apps/verify/src/edge/main.ts']), executor: 'verify-edge' },
      withoutTarget('releases', ['apps/verify/src/releases/main.ts']),
      withoutTarget('failures', [faults, '--proof', 'failures']),
      withoutTarget('kills', [faults, '--proof', 'kills', '--proof', 'races']),
      withoutTarget('growth', [faults, '--proof', 'growth']),
    ];
  if (project.name === 'setup') return [withoutTarget('setup', ['tools/setup/src/main.ts'])];
  if (project.layer === 'service' && project.hasDockerfile)
    return serviceCommands.map((name) => onTarget(name, [cli, name, project.name]));
  return [];
}

function withoutTarget(name: string, argv: string[]): Command {
  return { name, argv, perTarget: false };
}

function onTarget(name: string, argv: string[]): Command {
  return { name, argv, perTarget: true };
}
