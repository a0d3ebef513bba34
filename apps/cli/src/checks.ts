import { readFile } from 'node:fs/promises';
import { isRemote } from '@causeway/connection';
import { agentOf, answerDeadline, ask } from './agent-client.ts';
import { writeBootstrap } from './bootstrap-file.ts';
import { connect, findConnection, lookThere, openConnection } from './connections.ts';
import { Failure } from './failure.ts';
import { compareHost } from './host-script.ts';
import { lookAtEngine, lookAtPorts, lookAtSpace, lookAtSubnets, lookAtTools } from './look.ts';
import type { Say } from './progress.ts';
import { findDeployedPlan, type Target } from './target.ts';
import { lookAtWayIn } from './way-in.ts';

/** Something that can be seen to stand in the way of a platform. */
export interface Check {
  /** As the page of troubles calls it. */
  readonly name: string;
  /** Without these there is nothing to look at. */
  readonly needs: readonly string[];
  /** Throws a Failure with what to do. */
  look(target: Target, say: Say): Promise<void>;
}

/** In the order in which one leads to the next. */
export const checks: readonly Check[] = [
  { name: 'tools', needs: [], look: (_, say) => lookAtTools(say) },
  { name: 'connection', needs: [], look: lookAtConnection },
  { name: 'boot', needs: ['connection'], look: lookAtBoot },
  { name: 'clock', needs: ['connection'], look: lookAtClock },
  { name: 'bootstrap', needs: ['connection'], look: lookAtBootstrap },
  { name: 'engine', needs: ['connection'], look: lookAtAnswer },
  { name: 'ports', needs: ['connection', 'engine'], look: lookAtOwnPorts },
  { name: 'networks', needs: ['engine'], look: ({ outline }) => lookAtSubnets(outline) },
  { name: 'disk', needs: ['engine'], look: lookAtSpace },
  { name: 'agent', needs: ['engine'], look: lookAtAgent },
  { name: 'way in', needs: ['agent'], look: lookAtWayIn },
];

async function lookAtConnection(target: Target, say: Say): Promise<void> {
  if (!isRemote(target.outline.engine.host)) return say('the engine is on this computer');
  await openConnection(target, say);
}

async function lookAtBoot({ outline: { engine }, name }: Target, say: Say): Promise<void> {
  if (!isRemote(engine.host)) return say('this computer');
  const { stdout } = await lookThere(
    engine.host,
    ['systemctl', 'is-system-running'],
    'look whether it has booted',
  );
  const state = stdout.trim();
  if (state === 'starting' || state === 'initializing')
    throw new Failure(
      'obstacle',
      `${name}: the machine is still booting; see what it waits for: \`systemctl list-jobs\` there`,
    );
  if (state === 'degraded') return say(`up, but not all of it: ${await failedUnits(engine.host)}`);
  say(state === 'running' ? 'up' : 'up, without systemd');
}

async function failedUnits(host: string): Promise<string> {
  const words = ['systemctl', 'list-units', '--failed', '--plain', '--no-legend'];
  const { stdout } = await lookThere(host, words, 'look what has failed');
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0])
    .join(', ');
}

/** Certificates and sign-ins of others bear a minute, not an hour. Milliseconds. */
const mostApart = 60_000;

async function lookAtClock({ outline: { engine }, name }: Target, say: Say): Promise<void> {
  if (!isRemote(engine.host)) return say('this computer');
  const asked = Date.now();
  const { stdout } = await lookThere(engine.host, ['date', '+%s'], 'look at the clock');
  const apart = Math.abs(Number(stdout) * 1000 - (asked + Date.now()) / 2);
  if (apart > mostApart)
    throw new Failure(
      'obstacle',
      `${name}: its clock and the one here are ${Math.round(apart / 1000)} s apart, and certificates depend on it; \`timedatectl set-ntp true\` on the one that is wrong`,
    );
  say(`within ${Math.ceil(apart / 1000)} s of the one here`);
}

/** As `prepare --check` does. */
async function lookAtBootstrap(target: Target, say: Say): Promise<void> {
  const { name, files } = target;
  const connection = findConnection(target.outline.engine.host);
  if (!connection) return say('this computer');
  const script = await readFile(await writeBootstrap(target), 'utf8');
  if (!connection.facts.sudo)
    return say(`not compared: only root may; ${files.bootstrap} --check does it there`);
  const differences = await compareHost({ connection, script }, () => undefined);
  if (differences.length === 0) return say('all that it claims holds');
  throw new Failure(
    'obstacle',
    `${name}: ${differences.join('; ')}; \`npx nx run stacks:prepare -c ${name}\` makes it as the config says`,
  );
}

async function lookAtAnswer(target: Target, say: Say): Promise<void> {
  const { outline, name } = target;
  await connect(target);
  if (await lookAtEngine(outline, say)) return;
  throw new Failure('unreachable', `${name}: no engine answers; \`npm run deploy\` installs or starts it`);
}

async function lookAtOwnPorts(target: Target, say: Say): Promise<void> {
  await lookAtPorts(target.outline, { deployed: await findDeployedPlan(target), answers: true }, say);
}

async function lookAtAgent({ outline }: Target, say: Say): Promise<void> {
  const { services, edgeErrors } = await ask(
    agentOf(outline),
    { op: 'status' },
    { deadline: answerDeadline },
  );
  if (edgeErrors.length > 0) throw new Failure('failed', edgeErrors.join('; '));
  say(
    services.map(({ service, serving }) => `${service} ${serving?.version ?? 'not released yet'}`).join(', '),
  );
}
