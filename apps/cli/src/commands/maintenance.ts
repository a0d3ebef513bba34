import { readFile } from 'node:fs/promises';
import { maintenancePageLimit } from '@causeway/edge';
import type { WantedMaintenance } from '@causeway/release';
import { agentOf, answerDeadline, ask } from '../agent-client.ts';
import { reachHosts } from '../connections.ts';
import { Failure } from '../failure.ts';
import { asSaid, order, printEach } from '../hosts.ts';
import { whoAsks } from '../person.ts';
import { findService, type Target, type TargetOptions } from '../target.ts';

export interface MaintenanceOptions extends TargetOptions {
  /** Milliseconds. */
  readonly retryAfter?: number;
  /** An HTML file. */
  readonly page?: string;
}

/** Has the edge answer for the service with a page, or lets the service answer again. */
export async function maintenance(
  name: string,
  state: 'on' | 'off',
  options: MaintenanceOptions,
): Promise<void> {
  const hosts = await reachHosts(options);
  const service = findService(hosts[0].outline, name).name;
  const request = { op: 'maintenance', service, wanted: await wantedMaintenance(state, options) } as const;
  const obey = ({ outline }: Target) => ask(agentOf(outline), request, { deadline: answerDeadline });
  printEach(options, await order(hosts, obey, asSaid), asSaid.describe);
}

async function wantedMaintenance(
  state: 'on' | 'off',
  { retryAfter, page }: MaintenanceOptions,
): Promise<WantedMaintenance> {
  const by = whoAsks();
  if (state === 'off') return { on: false, by };
  return {
    on: true,
    by,
    ...(retryAfter !== undefined && { retryAfter: Math.ceil(retryAfter / 1000) }),
    ...(page !== undefined && { page: await readPage(page) }),
  };
}

async function readPage(file: string): Promise<string> {
  const page = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure('mistake', `--page ${file}: cannot be read (${error.code}); name a file of HTML`);
  });
  const size = Buffer.byteLength(page);
  if (size <= maintenancePageLimit) return page;
  throw new Failure(
    'mistake',
    `--page ${file}: has ${size} bytes, and the edge serves at most ${maintenancePageLimit}; link its images and styles from elsewhere. Nothing was changed`,
  );
}
