import { envoyBinary } from '@causeway/edge/testing';
import { measure, type Subject } from './measurement.ts';
import type { EdgeOptions } from './options.ts';
import { onStand, type Part } from './part.ts';
import { contestants } from './proxies/index.ts';
import { scenarios } from './scenarios.ts';
import { proxyRows } from './summary.ts';
import type { Tools } from './tools.ts';

/** The edge with all defaults on beside other proxies, in every kind of traffic. */
export function compareProxies(tools: Tools, options: EdgeOptions): Promise<Part> {
  return onStand(tools, options, async (stand, run) => {
    const subjects: Subject[] = [];
    for (const contestant of contestants(envoyBinary(), tools)) {
      const added = await stand.add(contestant);
      subjects.push({ name: added.server.name, ...added });
    }
    const samples = await measure(subjects, scenarios, run);
    const names = subjects.map(({ name }) => name);
    return { samples, tables: scenarios.map((scenario) => proxyRows(samples, scenario.name, names)) };
  });
}
