import { expect, test } from 'vitest';
import { hasLostLayer } from './lost-layer.ts';

const layer = 'c4e2bc35abed2801fbb8af0be450f2ccc8e1b6a0a89db23cdee1374522a28a49';
const lost = `Step 4/8 : COPY . ./\nunable to find image "sha256:${layer}"`;

test('a layer that went while it was built on is worth another try', () => {
  expect(hasLostLayer({ exitCode: 1, all: lost })).toBe(true);
  expect(hasLostLayer({ exitCode: 1, all: `Error: No such image: sha256:${layer}` })).toBe(true);
});

test('what ended well, or for another reason, is not', () => {
  expect(hasLostLayer({ exitCode: 0, all: lost })).toBe(false);
  expect(hasLostLayer({ exitCode: 1, all: 'pull access denied for nodde' })).toBe(false);
  expect(hasLostLayer({ exitCode: 1, all: 'manifest for node:99 not found' })).toBe(false);
});
