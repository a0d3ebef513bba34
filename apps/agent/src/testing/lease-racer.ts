// Takes and gives back one service's lease until a thousand were taken, and prints what it saw.
import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LeaseHeld } from '@causeway/release';
import { FileLeases } from '../leases.ts';

const races = 1000;
const [directory = '', instance = ''] = process.argv.slice(2);
const witness = join(directory, 'witness');
const leases = new FileLeases({ directory, instance, clock: { now: Date.now } });
const tokens: number[] = [];
let doubleHolders = 0;
let refused = 0;

process.stdout.write('ready');
await once(process.stdin, 'data');
while ((tokens.at(-1) ?? 0) < races) {
  try {
    const lease = await leases.acquire('api', { owner: instance, what: 'race' });
    tokens.push(lease.token);
    await alone();
    await lease.confirm();
    await lease.giveBack();
  } catch (error) {
    if (!(error instanceof LeaseHeld)) throw error;
    refused += 1;
  }
}
process.stdout.write(JSON.stringify({ tokens, doubleHolders, refused }));

/** A file that is there already was made by somebody who holds the lease as well. */
async function alone(): Promise<void> {
  try {
    closeSync(openSync(witness, 'wx'));
    await new Promise(setImmediate);
    rmSync(witness);
  } catch {
    doubleHolders += 1;
  }
}
