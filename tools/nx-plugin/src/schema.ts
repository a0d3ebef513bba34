import type { Command } from './commands.ts';
import type { Help, Option } from './help.ts';

/** The executor's schema of a command, from which `nx run <project>:<command> --help` prints. */
export function schemaOf(command: Command, help: Help) {
  return {
    type: 'object',
    description: `${help.description}\n\nAll of it: node ${command.argv.join(' ')} --help`,
    properties: {
      ...(command.perTarget && { configuration }),
      ...Object.fromEntries(help.options.filter(isOwn).map(property)),
      __unparsed__: unparsed,
    },
    additionalProperties: true,
  };
}

const configuration = {
  type: 'string',
  alias: 'c',
  description: 'the target, by its name in stacks/platform.config.ts',
  default: 'local',
};

const unparsed = {
  type: 'array',
  items: { type: 'string' },
  hidden: true,
  $default: { $source: 'unparsed' },
};

function isOwn({ name }: Option): boolean {
  return name !== 'target' && name !== 'help';
}

/** The name holds the placeholder as well: Nx prints it so, and leaves the value's check to the command. */
function property({ name, short, value, description }: Option) {
  const type = value === undefined ? 'boolean' : 'string';
  return [
    value === undefined ? name : `${name} ${value}`,
    { type, ...(short && { alias: short }), description },
  ];
}
