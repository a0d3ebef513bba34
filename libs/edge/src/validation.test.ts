import { expect, test } from 'vitest';
import { renderBootstrap } from './bootstrap.ts';
import { renderEdge } from './edge.ts';
import { validate } from './testing/envoy.ts';
import { liveOn, plainService, testPlan, testSecrets } from './testing/plan.ts';
import { flattenForValidation, refusalReason } from './validation.ts';

const plan = testPlan([plainService('palindrom')]);
const bootstrap = renderBootstrap(plan);
const files = renderEdge(plan, [liveOn('palindrom', [5001])], testSecrets());

const replaced = (file: string, text: string, by: string) => ({
  ...files,
  [file]: files[file]?.replaceAll(text, by) ?? '',
});

test('the real edge takes the flattened files', () => {
  expect(validate(flattenForValidation(bootstrap, files))).toBe('OK');
});

test('the longest path that a config may name is not too long for it', () => {
  const segment = 'abcdefghijklmnopqrstuvwx';
  const block = [`/${Array(8).fill(segment).join('/')}`];
  const long = testPlan([plainService('palindrom', { block })]);
  const files = renderEdge(long, [liveOn('palindrom', [5001])], testSecrets());
  expect(block[0]).toHaveLength(200);
  expect(validate(flattenForValidation(bootstrap, files))).toBe('OK');
});

test('a refusal that repeats the configuration is cut to its reason', () => {
  const broken = replaced('cds.json', '"connect_timeout": "1s"', '"connect_timeout": "soon"');
  const reason = validate(flattenForValidation(bootstrap, broken));
  expect(reason).toMatch(/^Unable to parse JSON as proto .*connect_timeout.*\)$/);
});

test.each([
  ['nothing', '', 'no reason given'],
  ['another program', 'sh: envoy: not found\n', 'sh: envoy: not found'],
])('the reason of %s', (_whose, output, reason) => {
  expect(refusalReason(output)).toBe(reason);
});

test.each([
  ['route to a cluster that is not there', replaced('rds-https.json', 'palindrom-1', 'x'), 'unknown cluster'],
  ['unknown field in a cluster', replaced('cds.json', '"lb_policy"', '"lb_polizy"'), 'lb_polizy'],
  ['unknown field of an endpoint', replaced('eds-palindrom-1.json', '"port_value"', '"port"'), 'port'],
  ['broken certificate', replaced('sds.json', 'BEGIN', 'BEGUN'), 'certificate'],
  ['unknown filter', replaced('lds.json', 'BasicAuth', 'BasicAuthor'), 'BasicAuthor'],
])('it refuses a %s in the dynamic files', (_fault, broken, reason) => {
  expect(validate(flattenForValidation(bootstrap, broken))).toContain(reason);
});
