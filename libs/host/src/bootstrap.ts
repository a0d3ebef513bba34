import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HostPlan } from '@causeway/plan';
import { clock } from './parts/clock.ts';
import { engine, engineSettings } from './parts/engine.ts';
import { firewall } from './parts/firewall.ts';
import { journal } from './parts/journal.ts';
import { kernel } from './parts/kernel.ts';
import { ssh } from './parts/ssh.ts';
import { swap } from './parts/swap.ts';
import { unit } from './parts/unit.ts';
import { updates } from './parts/updates.ts';
import { users } from './parts/users.ts';
import { quote } from './quote.ts';
import { claim, type Part, renderStep } from './step.ts';

/** The public keys of each user, by name. */
export type PublicKeys = Readonly<Record<string, readonly string[]>>;

/**
 * The script that makes a Debian or Ubuntu into a host of the platform: POSIX shell, for root. A second run changes nothing;
 * `--check` only compares. It holds no secret.
 */
export function bootstrap(plan: HostPlan, keys: PublicKeys): string {
  const parts = [
    ssh(),
    users(plan, keys),
    firewall(plan),
    kernel(plan),
    engine(),
    updates(),
    clock(),
    swap(),
    journal(),
    unit(plan),
  ];
  return [
    head(plan),
    ...shellFiles.map(readShell),
    `everything() {\n${[engineSettings(), packages(plan, parts), ...parts].map(renderPart).join('\n')}\n}\n`,
    'main "$@"\n',
  ].join('\n');
}

const shellFiles = [
  'core',
  'packages',
  'ssh',
  'users',
  'firewall',
  'kernel',
  'engine',
  'clock',
  'swap',
  'journal',
  'unit',
  'main',
];

function head({ prefix, users }: HostPlan): string {
  const admins = users.filter(({ sudo }) => sudo).map(({ name }) => name);
  return `#!/bin/sh
# Makes a Debian or Ubuntu into a host of ${prefix}. As root; a second run changes nothing. --check only compares.
# Made from the config; change that instead of this.
set -eu
admins=${quote(admins.join(' '))}
`;
}

/** All at once, and first: what comes after configures them. */
function packages(plan: HostPlan, parts: readonly Part[]): Part {
  const names = [...new Set([...parts.flatMap((part) => part.packages), ...plan.packages])].sort();
  return {
    name: 'packages',
    packages: [],
    steps: [claim(`${names.join(' ')} are installed`, 'installed', ...names)],
  };
}

function renderPart({ name, steps }: Part): string {
  return [`part ${quote(name)}`, ...steps.map(renderStep), ''].join('\n');
}

function readShell(name: string): string {
  return readFileSync(join(import.meta.dirname, 'shell', `${name}.sh`), 'utf8');
}
