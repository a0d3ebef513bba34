import { readFile } from 'node:fs/promises';
import type { Facts } from '@causeway/plan';
import { Failure } from './failure.ts';
import { runInherited } from './process.ts';
import { setupProgram, workspace } from './workspace.ts';

/** Cold, it installs an engine, builds five images and compiles a provider; 12 min is what a deploy may take. */
const setupDeadline = 20 * 60_000;

/** What set-up leaves in `.causeway/setup.json`. */
export interface SetupFacts {
  readonly engine: Facts['engine'];
  readonly images: Readonly<Record<SetupImage, { readonly ref: string; readonly id: string }>>;
  readonly terraform: {
    readonly bin: string;
    readonly version: string;
    readonly cliConfigFile?: string;
    readonly dockerProviderVersion: string;
  };
}

export type SetupImage = 'node' | 'edge' | 'postgres' | 'redis';

/** The engine to set up: absent, the one that `docker` uses by itself. */
export interface SetupEngine {
  readonly host: string;
  /** Where clients here find it. */
  readonly address: string;
  /** Path of its socket on its own machine, where that is another one. */
  readonly socket: string | undefined;
}

export async function setUp(facts: string, engine: SetupEngine | undefined): Promise<void> {
  const args = [setupProgram, '--facts', facts, ...(engine ? engineArguments(engine) : [])];
  const exitCode = await runInherited({
    file: process.execPath,
    args,
    cwd: workspace,
    deadline: setupDeadline,
    task: 'set-up',
  });
  if (exitCode !== 0)
    throw new Failure('failed', 'set-up: ended with the error above; mend it and run the command again');
}

function engineArguments({ host, address, socket }: SetupEngine): string[] {
  return ['--docker-host', address, '--known-as', host, ...(socket ? ['--socket', socket] : [])];
}

export async function findSetupFacts(file: string): Promise<SetupFacts | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

export async function readSetupFacts(file: string): Promise<SetupFacts> {
  const facts = await findSetupFacts(file);
  if (facts) return facts;
  throw new Failure('unreachable', 'set-up: has not run for this target; run `deploy`');
}

export function planFacts({ engine, images }: SetupFacts, agentImage: string): Facts {
  const { edge, postgres, redis } = images;
  return { engine, images: { edge: edge.id, postgres: postgres.id, redis: redis.id, agent: agentImage } };
}

/** Enough for names, ports, networks and labels, which do not depend on the machine. */
export function assumedFacts(engineHost: string, setup: SetupFacts | undefined): Facts {
  const socket = '/var/run/docker.sock';
  const unknown = 'sha256:unknown';
  return {
    engine: { socket, desktop: false, ...setup?.engine, host: engineHost, cpus: 1 },
    images: { edge: unknown, agent: unknown, postgres: unknown, redis: unknown },
  };
}
