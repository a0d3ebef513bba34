import { createHash } from 'node:crypto';
import { renderBalancer } from '@causeway/edge';
import { type FrontPlan, planFront } from '@causeway/plan';
import { execa } from 'execa';
import { readPlatform } from './machines.ts';
import { setUpFront } from './setup.ts';
import { target } from './target.ts';

/** Carried by the container: what it was made from. */
const recipeLabel = 'causeway.front';

/** A container is started and a network made within seconds. Milliseconds. */
const deadline = 60_000;

/** Starts the balancer in front of several machines, or makes it anew where the config has changed; nothing for one machine. */
export async function startFront(): Promise<Partial<FrontPlan>> {
  const plan = planFront(await readPlatform(), target);
  if (!plan) return {};
  await makeNetwork(plan);
  const { image } = await setUpFront();
  const args = containerArguments(plan, image);
  const recipe = createHash('sha256').update(args.join('\0')).digest('hex');
  if ((await runningRecipe(plan)) === recipe) return plan;
  await docker(['rm', '--force', plan.name]);
  await mustDo(['run', '--detach', '--label', `${recipeLabel}=${recipe}`, ...args]);
  return plan;
}

/** In which the machines have the addresses of the plan. */
export async function makeNetwork({ name, subnet }: FrontPlan): Promise<void> {
  const { exitCode } = await docker(['network', 'inspect', name]);
  if (exitCode !== 0) await mustDo(['network', 'create', '--subnet', subnet, name]);
}

/** For `docker run`. */
export function containerArguments(plan: FrontPlan, image: string): string[] {
  const { name, address, ports } = plan;
  return [
    ...['--name', name, '--network', name, '--ip', address],
    ...['--restart', 'unless-stopped', '--cap-drop', 'ALL', '--memory', '256m', '--user', '101'],
    // a replica is for this computer alone
    ...ports.flatMap((port) => ['--publish', `127.0.0.1:${port}:${port}`]),
    ...['--entrypoint', 'envoy', image, '--config-yaml', renderBalancer(plan)],
    ...['--concurrency', '2', '--disable-hot-restart', '--log-level', 'warning'],
  ];
}

async function runningRecipe({ name }: FrontPlan): Promise<string | undefined> {
  const format = `{{if .State.Running}}{{index .Config.Labels "${recipeLabel}"}}{{end}}`;
  const { exitCode, stdout } = await docker(['container', 'inspect', '--format', format, name]);
  return exitCode === 0 ? stdout.trim() : undefined;
}

async function mustDo(args: readonly string[]): Promise<void> {
  const { exitCode, stderr } = await docker(args);
  if (exitCode !== 0) throw new Error(`docker ${args.slice(0, 2).join(' ')}: ${stderr.trim()}`);
}

async function docker(args: readonly string[]) {
  const {
    exitCode = 1,
    stdout,
    stderr,
  } = await execa('docker', args, { reject: false, stdin: 'ignore', timeout: deadline });
  return { exitCode, stdout, stderr };
}
