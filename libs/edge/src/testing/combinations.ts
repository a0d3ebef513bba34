import type { EdgePlan } from '@causeway/plan';
import type { LiveRelease } from '../live.ts';
import type { EdgeInput } from './any-edge.ts';
import { type Change, features } from './features.ts';
import { liveOn, liveRelease, plainService, secretsFor, testPlan, testSecrets } from './plan.ts';

type Feature = keyof typeof features;

/** By its values that are no defaults. Any two values of two features meet in one of these. */
export const combinations: readonly string[] = [
  'error-pages assets health files metrics',
  'protect limits error-pages all sticky-header http2 any-host trusted-proxies metrics default-ports release-hidden',
  'block forward error-pages headers health http2 any-host neighbour files trusted-proxies default-ports',
  'block forward slashes-rejected access brotli headers health some-hosts neighbour acme',
  'unreleased limits access health http2 any-host neighbour acme trusted-proxies metrics default-ports release-hidden',
  'unreleased forward slashes-rejected error-pages all sticky-header health http2 neighbour files metrics release-hidden',
  'unreleased block protect slashes-rejected error-pages assets headers sticky-header some-hosts',
  'unreleased block forward slashes-rejected limits access brotli headers sticky-header health http2 some-hosts neighbour acme metrics default-ports release-hidden',
  'next-release access assets health http2 neighbour acme trusted-proxies metrics default-ports release-hidden',
  'next-release forward slashes-rejected access error-pages all health http2 neighbour metrics default-ports',
  'next-release block protect slashes-rejected limits error-pages headers sticky-header some-hosts files',
  'next-release block forward limits access error-pages brotli sticky-header http2 any-host default-ports',
  'canary limits access assets headers sticky-header health http2 any-host files default-ports release-hidden',
  'canary protect slashes-rejected limits access headers health some-hosts trusted-proxies metrics default-ports release-hidden',
  'canary block limits error-pages brotli headers sticky-header any-host neighbour acme trusted-proxies default-ports release-hidden',
  'canary block forward all http2 neighbour files',
  'paused slashes-rejected access error-pages all headers sticky-header health acme trusted-proxies',
  'paused block slashes-rejected limits access error-pages headers health any-host acme trusted-proxies metrics default-ports',
  'paused block protect limits brotli http2 some-hosts neighbour metrics default-ports release-hidden',
  'paused block forward error-pages assets sticky-header http2 any-host neighbour files trusted-proxies metrics default-ports',
  'paused-canary slashes-rejected access brotli headers sticky-header health http2 any-host files trusted-proxies metrics default-ports release-hidden',
  'paused-canary protect access error-pages assets headers sticky-header health http2 neighbour acme trusted-proxies',
  'paused-canary forward slashes-rejected limits all headers sticky-header http2 some-hosts trusted-proxies',
  'paused-canary block limits error-pages neighbour acme',
  'maintenance limits access error-pages brotli headers metrics default-ports',
  'maintenance forward limits access all sticky-header health http2 some-hosts neighbour metrics default-ports release-hidden',
  'maintenance block protect slashes-rejected limits access error-pages assets some-hosts neighbour acme trusted-proxies metrics default-ports release-hidden',
  'maintenance block forward slashes-rejected sticky-header health http2 any-host neighbour files trusted-proxies release-hidden',
  'maintenance-page slashes-rejected sticky-header http2 some-hosts default-ports',
  'maintenance-page forward limits access error-pages assets headers any-host files metrics default-ports',
  'maintenance-page block slashes-rejected limits access error-pages brotli neighbour files metrics',
  'maintenance-page block protect slashes-rejected all sticky-header health http2 some-hosts neighbour acme trusted-proxies metrics release-hidden',
];

/** What the edge is rendered from with these values. */
export function combined(combination: string): EdgeInput {
  const values = valuesOf(combination);
  const changes = Object.entries(values).map(([feature, value]) => changeOf(feature as Feature, value));
  const services = servicesWith(changes);
  const edge: Partial<EdgePlan> = Object.assign({}, ...changes.map(({ edge }) => edge?.(services)));
  const plan = testPlan(services, edge);
  return {
    plan,
    live: liveWith(changes),
    secrets: { ...secretsFor(...plan.edge.certificates), users: testSecrets('alice', 'carol').users },
  };
}

function servicesWith(changes: readonly Change[]) {
  const service = plainService('phrase', Object.assign({}, ...changes.map(({ service }) => service)));
  const neighbour = changes.some(({ neighbour }) => neighbour);
  return neighbour ? [service, plainService('notes', { hosts: ['notes.example'] })] : [service];
}

function liveWith(changes: readonly Change[]) {
  const change: Partial<LiveRelease> = Object.assign({}, ...changes.map(({ release }) => release));
  const releases = [liveRelease([5001, 5002], '1'), liveRelease([5003], '2')].map((each) => ({
    ...each,
    ...change,
  }));
  const neighbours = changes.some(({ neighbour }) => neighbour) ? [liveOn('notes', [5004])] : [];
  return [
    ...changes.flatMap(({ state }) => (state ? [{ service: 'phrase', ...state(releases) }] : [])),
    ...neighbours,
  ];
}

function changeOf(feature: Feature, value: string): Change {
  const values: Readonly<Record<string, Change>> = features[feature];
  const change = values[value];
  if (!change) throw new Error(`${feature} has no value ${value}`);
  return change;
}

/** Every feature with its value: what the combination names, or the default. */
function valuesOf(combination: string): Readonly<Record<string, string>> {
  const words = combination.split(' ');
  const known = Object.values(features).flatMap((values) => Object.keys(values));
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) throw new Error(`no feature has the value ${unknown.join(', ')}`);
  return Object.fromEntries(
    Object.entries(features).map(([feature, values]) => {
      const names = Object.keys(values);
      return [feature, names.find((name) => words.includes(name)) ?? names[0] ?? ''];
    }),
  );
}

/** Pairs of values that meet in none of them. */
export function unmetPairs(among: readonly string[]): string[] {
  const met = new Set(among.flatMap((combination) => pairs(Object.values(valuesOf(combination)))));
  return allPairs().filter((pair) => !met.has(pair));
}

const pairs = (values: readonly string[]): string[] =>
  values.flatMap((one, index) => values.slice(index + 1).map((other) => `${one} with ${other}`));

function allPairs(): string[] {
  const values = Object.values(features).map((each) => Object.keys(each));
  return values.flatMap((ones, index) =>
    values
      .slice(index + 1)
      .flatMap((others) => ones.flatMap((one) => others.map((other) => `${one} with ${other}`))),
  );
}
