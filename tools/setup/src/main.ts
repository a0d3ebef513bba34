import { parseArgs } from 'node:util';
import { usualDockerHost } from './observe.ts';
import { factsPath, userCache } from './paths.ts';
import { setUp, setUpFront, setUpMachine } from './set-up.ts';

const help = `Brings what a deployment needs: Docker engine, images, Terraform's Docker provider, an Envoy for checks.

  --docker-host <address>  engine to prepare (default: the one that docker itself takes)
  --known-as <host>        what the facts call it, where it is on another machine
  --socket <path>          its socket on that machine
  --facts <file>           where the facts go (default: .causeway/setup.json)
  --for <what>             test: bring the database servers, shellcheck and Pebble, for the tests, as well
                           machine: bring Vagrant and the image of a machine in a container, and nothing else
                           machine-image: that image alone
                           front: the image of a balancer in front of several machines, and nothing else
  --json                   print the facts; everything else goes to standard error
`;

const { values } = parseArgs({
  options: {
    'docker-host': { type: 'string' },
    'known-as': { type: 'string' },
    socket: { type: 'string' },
    facts: { type: 'string', default: factsPath },
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
    const facts = await bring(dockerHost, (line) => console.error(line));
    if (values.json) console.log(JSON.stringify(facts, null, 2));
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

function bring(dockerHost: string, say: (line: string) => void): Promise<unknown> {
  if (values.for === 'machine' || values.for === 'machine-image')
    return setUpMachine({ dockerHost, withVagrant: values.for === 'machine' }, userCache(), say);
  if (values.for === 'front') return setUpFront(dockerHost, userCache(), say);
  const { 'known-as': host = dockerHost, socket, facts: file } = values;
  const engine = { host, ...(socket && { socket }) };
  return setUp({ dockerHost, engine, file, forTest: values.for === 'test' }, userCache(), say);
}
