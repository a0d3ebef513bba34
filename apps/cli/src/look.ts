import { createServer } from 'node:net';
import { isRemote } from '@causeway/connection';
import type { NetworkPlan, Plan } from '@causeway/plan';
import { lookAtCertificateFolder } from './certificate-folder.ts';
import { lookThere } from './connections.ts';
import { lookAtDisk } from './disk.ts';
import { docker, dockerLines, labelFilters } from './docker.ts';
import { Failure } from './failure.ts';
import { run } from './process.ts';
import type { Progress, Say } from './progress.ts';
import { subnetsOverlap } from './subnet.ts';
import { findDeployedPlan, type Target } from './target.ts';

/** A program that says its version does so at once. */
const versionDeadline = 10_000;

/** Everything that can be seen to stand in the way, before anything is changed. */
export async function look(progress: Progress, target: Target): Promise<void> {
  const { outline } = target;
  await progress.step('Tools', lookAtTools);
  const answers = await progress.step('Engine', (say) => lookAtEngine(outline, say));
  const deployed = await findDeployedPlan(target);
  await progress.step('Ports', (say) => lookAtPorts(outline, { deployed, answers }, say));
  if (outline.edge.tls.mode === 'files')
    await progress.step('Certificates', () => lookAtCertificateFolder(outline));
  if (!answers) return;
  await progress.step('Networks', () => lookAtSubnets(outline));
  await progress.step('Disk space', (say) => lookAtSpace(target, say));
}

export async function lookAtTools(say: Say): Promise<void> {
  for (const file of ['terraform', 'tofu']) {
    if (await isThere(file)) return say(`${file} is there`);
  }
  throw new Failure(
    'obstacle',
    'terraform: not found on the path, and it makes the networks and containers; install Terraform or OpenTofu, and run the command again',
  );
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (
      (await run({ file, args: ['version'], deadline: versionDeadline, task: `look for ${file}` }))
        .exitCode === 0
    );
  } catch (error) {
    if (error instanceof Failure && error.kind === 'obstacle') return false;
    throw error;
  }
}

export async function lookAtEngine({ engine: { host } }: Plan, say: Say): Promise<boolean> {
  try {
    const version = await docker(host, ['version', '--format', '{{.Server.Version}}'], {
      task: 'look for the engine',
    });
    say(`Docker ${version} at ${host}`);
    return true;
  } catch (error) {
    if (!(error instanceof Failure) || !host.startsWith('unix://')) throw error;
    say(`no engine answers at ${host}; set-up installs or starts it`);
    return false;
  }
}

export async function lookAtPorts(
  { engine, edge, labels }: Plan,
  { deployed, answers }: { deployed: Plan | undefined; answers: boolean },
  say: Say,
): Promise<void> {
  const [running] = answers ? await runningEdges(engine.host, labels) : [];
  // Containers outlive an engine that is gone, and the edge of an earlier deploy its ports.
  const held = deployed && (running || !answers) ? ports(deployed.edge) : [];
  const stranger = deployed ? undefined : running;
  for (const port of ports(edge).filter((each) => !held.includes(each)))
    await refuseTaken(engine.host, port, stranger);
  say(held.length > 0 ? `${held.join(' and ')} held by the edge of this target` : 'free');
}

/** Names; two while one replaces the other. */
function runningEdges(host: string, labels: Plan['labels']): Promise<string[]> {
  const filters = labelFilters({ ...labels, 'causeway.role': 'edge' });
  return dockerLines(host, ['ps', ...filters, '--format', '{{.Names}}'], 'look for the edge');
}

async function refuseTaken(host: string, port: number, edge: string | undefined): Promise<void> {
  if (isRemote(host) ? !(await findListening(host, port)) : await isFree(port)) return;
  if (edge) throw unknownState(port, edge);
  throw new Failure(
    'obstacle',
    `port ${port}: taken by ${await findListener(host, port)}; end it, or write another port under \`targets\` in the config`,
  );
}

function unknownState(port: number, edge: string): Failure {
  return new Failure(
    'obstacle',
    `port ${port}: taken, most likely by ${edge}, which runs but was not deployed from here; put the \`.causeway\` of the machine that deployed it here, or run \`destroy --keep-data\` first`,
  );
}

function ports({ http, https }: Plan['edge']): number[] {
  return [http, https];
}

/** Nothing listens there, and we may. */
function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      // Ports below 1024 are the engine's to open, which runs as root.
      else if (error.code === 'EACCES') resolve(true);
      else reject(error);
    });
    server.listen({ port, host: '0.0.0.0' }, () => server.close(() => resolve(true)));
  });
}

async function findListener(host: string, port: number): Promise<string> {
  const listening = await findListening(host, port);
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(listening) ?? [];
  return name ? `${name} (process ${pid})` : 'another program';
}

/** What `ss` says of the port on the host's machine; nothing where it is not there to be asked. */
async function findListening(host: string, port: number): Promise<string> {
  const args = ['-Hltnp', `sport = :${port}`];
  const task = 'look who listens';
  const asked = isRemote(host)
    ? lookThere(host, ['ss', ...args], task)
    : run({ file: 'ss', args, deadline: versionDeadline, task });
  const outcome = await asked.catch(() => undefined);
  return outcome?.stdout.trim() ?? '';
}

export async function lookAtSubnets({ engine, networks }: Plan): Promise<void> {
  const ours = Object.values(networks);
  for (const { name, subnet } of await foreignNetworks(engine.host, ours)) {
    const clash = ours.find((network) => subnetsOverlap(network.subnet, subnet));
    if (clash) {
      throw new Failure(
        'obstacle',
        `network ${clash.name}: its subnet ${clash.subnet} is in use by the network ${name} (${subnet}); write another \`subnet\` for this target in the config`,
      );
    }
  }
}

async function foreignNetworks(
  host: string,
  ours: readonly NetworkPlan[],
): Promise<{ name: string; subnet: string }[]> {
  const names = await dockerLines(host, ['network', 'ls', '--format', '{{.Name}}'], 'list networks');
  const others = names.filter((name) => !ours.some((network) => network.name === name));
  if (others.length === 0) return [];
  const format = '{{$name := .Name}}{{range .IPAM.Config}}{{$name}} {{.Subnet}}{{println}}{{end}}';
  const lines = await dockerLines(
    host,
    ['network', 'inspect', '--format', format, ...others],
    'look at networks',
  );
  return lines.map((line) => line.split(' ')).map(([name = '', subnet = '']) => ({ name, subnet }));
}

export async function lookAtSpace({ outline, setup }: Target, say: Say): Promise<void> {
  const free = await lookAtDisk({ desktop: false, ...setup?.engine, host: outline.engine.host });
  say(`${(free / 1024 ** 3).toFixed(1)} GiB free`);
}
