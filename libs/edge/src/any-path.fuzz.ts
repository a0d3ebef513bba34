import { rules } from '@causeway/corpus';
import { afterAll, beforeAll, test } from 'vitest';
import { holdForAnyPath } from './testing/path-property.ts';
import { startWitnessedEdge, type WitnessedEdge } from './testing/witnessed-edge.ts';

let edge: WitnessedEdge;
beforeAll(async () => {
  edge = await startWitnessedEdge(rules);
});
afterAll(() => edge?.stop());

test('the edge does with a path what the model says', () =>
  holdForAnyPath(edge, rules, { paths: Number(process.env.CAUSEWAY_FUZZ_PATHS ?? 100_000) }));
