import { parseArgs } from 'node:util';
import { usualDockerHost } from './observe.ts';
import { userCache } from './paths.ts';
import { setUp } from './set-up.ts';

const help = `Brings what a deployment needs: Docker engine, images, Terraform's Docker provider, an Envoy for checks.

  --docker-host <address>  engine to prepare (default: the one that docker itself takes)
  --for test               bring the database servers and Pebble, for the tests, as well
  --json                   print the facts; everything else goes to standard error
`;

const { values } = parseArgs({
  options: {
    'docker-host': { type: 'string' },
    for: { type: 'string', default: 'deploy' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(help);
} else {
  await main();
}

async function main(): Promise<void> {
  try {
    const dockerHost = values['docker-host'] ?? (await usualDockerHost());
    const wish = { dockerHost, forTest: values.for === 'test' };
    const facts = await setUp(wish, userCache(), (line) => console.error(line));
    if (values.json) console.log(JSON.stringify(facts, null, 2));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
