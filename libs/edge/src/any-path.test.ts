import { rules } from '@causeway/corpus';
import { afterAll, beforeAll, test } from 'vitest';
import { holdForAnyPath } from './testing/path-property.ts';
import { startWitnessedEdge, type WitnessedEdge } from './testing/witnessed-edge.ts';

let edge: WitnessedEdge;
beforeAll(async () => {
  edge = await startWitnessedEdge(rules);
});
afterAll(() => edge?.stop());

// the same paths each time; the long run draws others
test(
  'the edge does with a path what the model says',
  () => holdForAnyPath(edge, rules, { paths: 3000, seed: 12 }),
  300_000,
);
