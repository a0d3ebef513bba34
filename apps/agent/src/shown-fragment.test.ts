import { composeEdge, type LiveService, renderFragment } from '@causeway/edge';
import { liveRelease, plainService, testPlan, testSecrets } from '@causeway/edge/testing';
import { expect, test } from 'vitest';
import { shownFragments } from './shown-fragment.ts';

const phrase = plainService('phrase', { protect: [{ path: '/admin', users: ['alice'] }] });
const notes = plainService('notes', { hosts: ['notes.example'] });
const plan = testPlan([phrase, notes]);
const { users, certificates } = testSecrets('alice');

const released: LiveService = {
  service: 'phrase',
  serving: '1',
  releases: [liveRelease([5001], '1'), liveRelease([5002], '2')],
};

const states: Readonly<Record<string, LiveService>> = {
  unreleased: { service: 'phrase', releases: [] },
  released,
  'with a canary': { ...released, canary: { release: '2', percent: 25 } },
  'under maintenance': { ...released, maintenance: { retryAfter: 30, page: '<p>soon' } },
  paused: { ...released, paused: true },
};

test.each(Object.entries(states))('what the files hold of a service %s is its fragment', (_state, live) => {
  const fragment = renderFragment(plan, phrase, live, users);
  const other = renderFragment(plan, notes, { service: 'notes', releases: [] }, users);
  expect(shownFragments(composeEdge(plan, [fragment, other], certificates)).get('phrase')).toEqual(fragment);
});

test('of a service that they do not know there is none', () => {
  expect(shownFragments(composeEdge(plan, [], certificates)).get('phrase')).toBeUndefined();
});
