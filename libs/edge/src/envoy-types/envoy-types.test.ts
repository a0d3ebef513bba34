import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { envoyBinary } from '../testing/envoy.ts';
import { envoyTypes } from './envoy-types.ts';

// `npx nx run edge:types` writes them anew
test("the types are those of the edge's binary", async () => {
  await expect(envoyTypes(readFileSync(envoyBinary()))).toMatchFileSnapshot('../generated/envoy.ts');
});
