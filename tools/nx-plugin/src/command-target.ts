import type { TargetConfiguration } from '@nx/devkit';
import { type Command, executorOf } from './commands.ts';

export function commandTargets(
  commands: Command[],
  targetNames: string[],
): Record<string, TargetConfiguration> {
  return Object.fromEntries(commands.map((command) => [command.name, commandTarget(command, targetNames)]));
}

function commandTarget(command: Command, targetNames: string[]): TargetConfiguration {
  return {
    executor: `@causeway/nx-plugin:${executorOf(command)}`,
    cache: false,
    options: { argv: command.argv },
    ...(command.perTarget && perTarget(targetNames)),
  };
}

function perTarget(targetNames: string[]): TargetConfiguration {
  return {
    defaultConfiguration: 'local',
    configurations: Object.fromEntries(targetNames.map((name) => [name, { platformTarget: name }])),
  };
}
