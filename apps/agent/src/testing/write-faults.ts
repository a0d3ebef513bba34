import { expect } from 'vitest';
import { neighbours } from './faulty-host.ts';
import { type Disk, type Fault, faults, SufferingHost } from './suffering-host.ts';

/** A change makes some 65 calls, 11 of them writes: each has its turn in one of three changes. The edge starts anew after every tenth. */
export function sufferKills(count: number): Promise<number> {
  return suffer(['api', ...neighbours], 'shared', async (host) => {
    for (let index = 0; index < count; index += 1) {
      const nth = Math.floor(index / 2);
      if (index % 2 === 0) await host.killAgent('write', 1 + (nth % 33));
      else await host.killAgent('call', 1 + ((nth * 61) % 200));
      if (index % 10 === 9) await host.restartEdge();
    }
  });
}

export function sufferFullDisks(count: number): Promise<number> {
  return suffer(['api', ...neighbours], 'own', async (host) => {
    const outcomes: string[] = [];
    for (let index = 0; index < count; index += 1)
      outcomes.push(await host.fillDisk(Math.floor((index * 65_536) / count)));
    expect(outcomes).toContain('refused');
  });
}

export function sufferDamage(count: number): Promise<number> {
  return suffer(neighbours, 'shared', async (host) => {
    const kinds = Object.keys(faults) as Fault[];
    const cases = host.files().flatMap((file) => kinds.map((fault) => [file, fault] as const));
    for (let index = 0; index < count; index += 1) {
      const [file, fault] = cases[Math.floor((index * cases.length) / count)] ?? [];
      if (file && fault) await host.damage(file, fault);
    }
  });
}

/** How many requests of the visitors were served meanwhile: all that there were. */
async function suffer(
  services: readonly string[],
  disk: Disk,
  faults: (host: SufferingHost) => Promise<void>,
): Promise<number> {
  const host = await SufferingHost.start(services, disk);
  try {
    await faults(host);
  } finally {
    await host.stop();
  }
  expect(host.visitors.failures).toEqual([]);
  return host.visitors.requests;
}
