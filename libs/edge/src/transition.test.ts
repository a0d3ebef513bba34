import { expect, test } from 'vitest';
import { acknowledgements } from './admin.ts';
import { emptyEdge, renderEdge } from './edge.ts';
import { gateName } from './gate.ts';
import { type EdgeFiles, messagesOf } from './resource-file.ts';
import { liveOn, liveRelease, plainService, testPlan, testSecrets } from './testing/plan.ts';
import { transition } from './transition.ts';

const plan = testPlan([plainService('phrase')]);
const one = renderEdge(plan, [liveOn('phrase', [5001], '1')], testSecrets());
const two = renderEdge(plan, [liveOn('phrase', [5002], '2')], testSecrets());

const clusters = (files: EdgeFiles) =>
  messagesOf<{ name: string }>(files['cds.json'] ?? '')
    .map(({ name }) => name)
    .filter((name) => name !== gateName);

test('clusters come before their routes and go after them', () => {
  const stages = transition(one, two);
  expect(stages.map(clusters)).toEqual([['phrase-1', 'phrase-2'], ['phrase-1', 'phrase-2'], ['phrase-2']]);
  expect(stages.map((files) => files['rds-https.json'] === two['rds-https.json'])).toEqual([
    false,
    true,
    true,
  ]);
  expect(stages.map((files) => 'eds-phrase-1.json' in files)).toEqual([true, true, false]);
  expect(stages.at(-1)).toEqual(two);
});

test('each file comes before the ones that refer to it', () => {
  const order = [
    'eds-phrase-1.json',
    'cds.json',
    'sds.json',
    'rds-http.json',
    'srds.json',
    'rds-https.json',
    'lds.json',
  ];
  expect(Object.keys(transition(emptyEdge(), one).at(-1) ?? {})).toEqual(order);
  expect(transition(emptyEdge(), one).map((files) => Object.keys(files)[0])).toEqual(Array(2).fill(order[0]));
});

test('a switch alone writes routes alone', () => {
  const releases = [liveRelease([5001], '1'), liveRelease([5002], '2')];
  const serving = (release: string) =>
    renderEdge(plan, [{ service: 'phrase', serving: release, releases }], testSecrets());
  expect(transition(serving('1'), serving('2'))).toEqual([serving('2')]);
});

test('nothing to do is no stage', () => {
  expect(transition(one, one)).toEqual([]);
});

const stats = (files: EdgeFiles) => acknowledgements(files).map(({ stat }) => stat);

test.each(['cds.json', 'rds-https.json', 'eds-phrase-1.json'])(
  'a %s cut in half does not stand in the way',
  (name) => {
    const half = { ...one, [name]: one[name]?.slice(0, 300) ?? '' };
    const stages = transition(half, one);
    expect(stages.flatMap(stats)).toEqual(expect.arrayContaining(stats(one)));
    expect(stages.at(-1)).toEqual(one);
  },
);

test.each([
  ['cut in half', (content: string) => content.slice(0, content.length / 2)],
  ['changed by another hand', (content: string) => content.replaceAll('phrase-1', 'phrase-9')],
])('a file %s is carried on by no stage', (_, damage) => {
  const damaged = damage(one['rds-https.json'] ?? '');
  const stages = transition({ ...one, 'rds-https.json': damaged }, two);
  expect(stages.length).toBeGreaterThan(1);
  expect(stages.map((files) => files['rds-https.json'])).not.toContain(damaged);
});

test('what an interrupted removal has left is waited for by nobody', () => {
  const left = { ...one, 'eds-phrase-0.json': 'anything' };
  expect(transition(left, one)).toEqual([one]);
  expect(transition(left, two).flatMap(stats)).not.toContain('cluster.phrase-0.version_text');
});
