import { writeConfig } from './config.ts';
import { reboot, tell } from './machine.ts';
import { loseNothing } from './power-cut.ts';
import { causeway, verify } from './programs.ts';
import type { Size } from './qemu.ts';

/** In this order; each says what was seen, and rejects where it is not what is to hold. */
const steps = {
  prepare: async (timed) => {
    await causeway('bootstrap', '--make-keys');
    await timed('first preparation', async () => `${(await prepare()).length} changes`);
    await timed('second preparation', unchanged);
    await timed('check', holds);
  },
  reboot: async (timed) => {
    await timed('reboot', comesBack);
    await timed('check', holds);
  },
  deploy: async (timed) => {
    await timed('deploy', serves);
    await timed('look from outside', looksWell);
  },
  power: (timed, size) => timed('power cut', () => loseNothing(size)),
} satisfies Record<string, (timed: Timed, size: Size) => Promise<void>>;

/** Says what `act` has seen, and how long it took. */
type Timed = (what: string, act: () => Promise<string>) => Promise<void>;

export async function prove(size: Size, wanted: readonly string[] = Object.keys(steps)): Promise<void> {
  const unknown = wanted.find((name) => !Object.hasOwn(steps, name));
  if (unknown)
    throw new Error(`--steps ${unknown}: there is no such step; write ${Object.keys(steps).join(', ')}`);
  await writeConfig();
  for (const [name, step] of Object.entries(steps)) if (wanted.includes(name)) await step(timed, size);
}

async function timed(what: string, act: () => Promise<string>): Promise<void> {
  const began = Date.now();
  const seen = await act();
  console.log(`${what}: ${seen} (${Math.round((Date.now() - began) / 1000)} s)`);
}

/** What the bootstrap has changed, in its words. */
async function prepare(): Promise<readonly string[]> {
  const { changes } = JSON.parse(await causeway('prepare', '--yes', '--json')) as { changes: string[] };
  return changes;
}

async function unchanged(): Promise<string> {
  const changes = await prepare();
  if (changes.length > 0) throw new Error(`a second preparation changed:\n${changes.join('\n')}`);
  return 'nothing to change';
}

async function holds(): Promise<string> {
  await causeway('prepare', '--check');
  return 'everything is as the config says';
}

async function comesBack(): Promise<string> {
  await reboot();
  const state = await tell('systemctl is-system-running --wait || systemctl --failed --plain --no-legend');
  return `${await tell('uname -sr')} is ${state}`;
}

async function serves(): Promise<string> {
  await causeway('deploy');
  return await tell('systemctl show causeway --property=StatusText --value');
}

/** What an emulated processor does in a second is not the platform's, so nothing is loaded. */
const lookingSuites = [
  ...['https', 'redirect', 'hosts', 'blocked-paths', 'ports', 'replicas'],
  ...['palindrom', 'redis', 'database'],
];

async function looksWell(): Promise<string> {
  await verify(...lookingSuites);
  return `${lookingSuites.join(', ')} hold`;
}
