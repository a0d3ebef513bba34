import { expect, test } from 'vitest';
import { renderBootstrap } from './bootstrap.ts';
import { composeEdge, renderEdge } from './edge.ts';
import { renderFragment } from './fragment.ts';
import { validate } from './testing/envoy.ts';
import { certificatesOf, liveOn, plainService, secretsFor, testPlan } from './testing/plan.ts';
import { transition } from './transition.ts';
import { flattenForValidation } from './validation.ts';

const phrase = plainService('phrase', { hosts: ['phrase.example', 'www.phrase.example'] });
const notes = plainService('notes', { hosts: ['notes.example'] });
const both = certificatesOf(phrase, notes);
const planOf = (certificates = both) => testPlan([phrase, notes], { certificates });
const filesOf = (certificates = both) =>
  renderEdge(planOf(certificates), [liveOn('phrase', [5001])], secretsFor(...certificates));

test('each certificate has a file and a secret of its own, in the order of the plan', () => {
  const files = filesOf();
  expect(files['lds.json']?.match(/"name": "certificate-[^"]+"|\/sds-[^"]+/g)).toEqual([
    '"name": "certificate-phrase"',
    '/sds-phrase.json',
    '"name": "certificate-notes"',
    '/sds-notes.json',
  ]);
  expect(Object.keys(files).filter((name) => name.startsWith('sds'))).toEqual([
    'sds-phrase.json',
    'sds-notes.json',
  ]);
  expect(validate(flattenForValidation(renderBootstrap(planOf()), files))).toBe('OK');
});

test('one that the plan names and nobody has is an error', () => {
  expect(() => renderEdge(planOf(), [], secretsFor(...both.slice(1)))).toThrow(
    'certificate-phrase: the plan names it, and there is no such certificate',
  );
});

test('one that comes is there before it is named, and one that goes stays until then', () => {
  const [one, two] = [filesOf(both.slice(0, 1)), filesOf()];
  const named = (files: Readonly<Record<string, string>>) => files['lds.json']?.includes('sds-notes.json');
  const [coming] = transition(one, two);
  expect(Object.keys(coming ?? {}).indexOf('sds-notes.json')).toBeLessThan(
    Object.keys(coming ?? {}).indexOf('lds.json'),
  );
  const rotated = { ...one, ...secretFiles('other') };
  for (const stage of transition(two, rotated))
    if (named(stage)) expect(stage).toHaveProperty(['sds-notes.json']);
  expect(transition(two, one)).toEqual([one]);
});

function secretFiles(version: string) {
  const { version_info: _, ...file } = JSON.parse(filesOf()['sds-phrase.json'] ?? '');
  return { 'sds-phrase.json': JSON.stringify({ version_info: version, ...file }) };
}

test('a proof goes before the redirect, for its host alone', async () => {
  const fragments = [phrase, notes].map((service) =>
    renderFragment(planOf(), service, { service: service.name, releases: [] }, {}),
  );
  const challenges = [{ host: 'www.phrase.example', token: 'T0-_', keyAuthorization: 'T0-_.thumb' }];
  const files = composeEdge(planOf(), fragments, secretsFor(...both).certificates, challenges);
  await expect(files['rds-http.json']).toMatchFileSnapshot('golden/certificates/rds-http.json');
  expect(files['rds-https.json']).not.toContain('T0-_');
  expect(validate(flattenForValidation(renderBootstrap(planOf()), files))).toBe('OK');
});
