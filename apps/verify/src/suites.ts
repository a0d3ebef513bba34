import { hostsOf } from './platform/other-host.ts';
import type { Target } from './target.ts';

const everywhere = () => true;
const withService = (name: string) => (target: Target) =>
  target.services.some((service) => service.name === name);
/** Says which release answers, and can be made to go wrong. */
const withRelease = (target: Target) => target.platform.edge.showRelease && withService('palindrom')(target);

/**
 * Each with the targets that have something to look at, in the order in which they run:
 * those that disturb the platform after those that look, and the search of all logs last.
 */
const applies: Readonly<Record<string, (target: Target) => boolean>> = {
  https: everywhere,
  redirect: everywhere,
  hosts: everywhere,
  'blocked-paths': ({ services }) => services.some(({ block }) => block.length > 0),
  ports: everywhere,
  replicas: everywhere,
  palindrom: withService('palindrom'),
  redis: withService('palindrom'),
  database: ({ platform }) => platform.data.postgres !== undefined,
  restart: everywhere,
  releases: everywhere,
  canary: withRelease,
  traffic: everywhere,
  undo: withRelease,
  'several-hosts': (target) => hostsOf(target) > 1 && withService('palindrom')(target),
  deploy: everywhere,
  // its wrong passwords are counted for some minutes, and others must sign in
  auth: ({ services }) => services.some(({ protect }) => protect.length > 0),
  secrets: everywhere,
};

export const suites: readonly string[] = Object.keys(applies);

export interface Wanted {
  /** Empty: all. */
  readonly only: readonly string[];
  readonly without: readonly string[];
}

/** The suites that have something to look at and are wanted. */
export function suitesOf(target: Target, { only, without }: Wanted): string[] {
  const wanted = only.length > 0 ? only : suites;
  return wanted.filter((name) => !without.includes(name) && applies[name]?.(target));
}

/** Name of the suite that a file holds. */
export function suiteOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.verify\.ts$/, '');
}
