import { envoyBinary } from '@causeway/edge/testing';
import { defaults, type Feature, features } from './features.ts';
import { measure, type Subject } from './measurement.ts';
import type { EdgeOptions } from './options.ts';
import { onStand, type Part } from './part.ts';
import type { Contestant } from './proxies/index.ts';
import { ourEdge } from './proxies/our-edge.ts';
import { keptSmall } from './scenarios.ts';
import { featureRows } from './summary.ts';
import type { Tools } from './tools.ts';

/** Each edge takes inotify instances, of which a user has 128: so many at a time leave enough to all else. */
const together = 4;

/** What each feature of the edge costs, on kept connections with small answers. */
export async function priceFeatures(tools: Tools, options: EdgeOptions): Promise<Part> {
  const parts: Part[] = [];
  for (const group of groupsOf(features, together)) parts.push(await priceTogether(group, tools, options));
  return {
    samples: parts.flatMap(({ samples }) => samples),
    tables: [parts.flatMap(({ tables }) => tables.flat())],
  };
}

export function groupsOf<Item>(items: readonly Item[], size: number): Item[][] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return starts.map((start) => items.slice(start, start + size));
}

function priceTogether(group: readonly Feature[], tools: Tools, options: EdgeOptions): Promise<Part> {
  const all = [defaults, ...group];
  return onStand(tools, options, async (stand, run) => {
    const subjects: Subject[] = [];
    for (const feature of all) {
      const added = await stand.add(edgeWith(feature), feature.http2Backend);
      subjects.push({ name: feature.name, ...added, ...(feature.asks && { asks: feature.asks }) });
    }
    const samples = await measure(subjects, [keptSmall], run);
    return { samples, tables: [featureRows(samples, keptSmall.name, all)] };
  });
}

function edgeWith(feature: Feature): Contestant {
  return (setting) => ourEdge(feature.name, envoyBinary(), setting, feature);
}
