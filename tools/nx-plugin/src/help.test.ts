import { expect, test } from 'vitest';
import { parseHelp } from './help.ts';

const text = `Usage: causeway destroy [options]

Removes everything that the target has: containers,
networks and volumes.

Options:
  --target <name>    where (default: "local")
  -y, --yes          do not ask
  --keep-data        leave the volumes of Postgres and Redis
                     where they are
  -h, --help         display help for command
`;

test('reads the description and the options of a help text', () => {
  expect(parseHelp(text)).toEqual({
    description: 'Removes everything that the target has: containers, networks and volumes.',
    options: [
      { name: 'target', value: '<name>', description: 'where (default: "local")' },
      { name: 'yes', short: 'y', description: 'do not ask' },
      { name: 'keep-data', description: 'leave the volumes of Postgres and Redis where they are' },
      { name: 'help', short: 'h', description: 'display help for command' },
    ],
  });
});
