import { parseArgs } from 'node:util';
import { userCache } from './paths.ts';
import { setUp } from './set-up.ts';

const help = `Brings what a deployment needs: Docker engine, images, Terraform's Docker provider, an Envoy for checks.

  --docker-host <address>  engine to prepare (default: $DOCKER_HOST, or unix:///var/run/docker.sock)
  --for test               bring the database servers of the tests as well
  --json                   print the facts; everything else goes to standard error
`;

const { values } = parseArgs({
  options: {
    'docker-host': { type: 'string', default: process.env.DOCKER_HOST || 'unix:///var/run/docker.sock' },
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
  const wish = { dockerHost: values['docker-host'], forTest: values.for === 'test' };
  try {
    const facts = await setUp(wish, userCache(), (line) => console.error(line));
    if (values.json) console.log(JSON.stringify(facts, null, 2));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}
