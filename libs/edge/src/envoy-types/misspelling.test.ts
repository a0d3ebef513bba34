import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { misspellFields } from './misspelling.ts';

const project = join(import.meta.dirname, '../..');

const types = readFileSync(join(project, 'src/generated/envoy.ts'), 'utf8');

/** Those with an underscore are Envoy's alone, and no object of its API is without one or beside one. */
const fields = new Set([...types.matchAll(/^ {2}readonly (\w+_\w+)\??:/gm)].map(([, name]) => name));

const isRendering = (file: string) => /^src\/(?:filters\/)?[^/]+(?<!\.test|\.fuzz)\.ts$/.test(file);

test('no misspelt field of the API compiles', () => {
  const { tried, taken } = misspellFields(project, isRendering, (name) => fields.has(name));
  expect(taken).toEqual([]);
  expect(tried).toBeGreaterThan(200);
}, 300_000);
