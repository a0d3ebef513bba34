import type { ServicePlan } from '@causeway/plan';
import type { LiveRelease, LiveService } from '../live.ts';
import { plainService } from '../testing/plan.ts';

/** So many services with a rule of each kind. */
export const manyServices = (count: number): ServicePlan[] =>
  Array.from({ length: count }, (_, number) =>
    plainService(`service-${number}`, {
      hosts: [`service-${number}.example`],
      block: ['/internal'],
      protect: [{ path: '/admin', users: ['alice'] }],
    }),
  );

export const replicasEach = 10;

/** One release of each service, with its replicas on as many addresses of loopback at one port. */
export const allLive = (services: readonly ServicePlan[], port: number): LiveService[] =>
  services.map(({ name }) => ({ service: name, serving: '1', releases: [release('1', port)] }));

/** The same with a second release of the first service, which serves. */
export const withRelease = ([first, ...others]: readonly LiveService[], port: number): LiveService[] =>
  first ? [{ ...first, serving: '2', releases: [...first.releases, release('2', port)] }, ...others] : [];

const release = (name: string, port: number): LiveRelease => ({
  release: name,
  version: `1.0.0+${name}`,
  // seldom, or the checks of all replicas would be what is measured
  health: { path: '/', interval: 60_000, timeout: 60_000 },
  endpoints: Array.from({ length: replicasEach }, (_, index) => ({
    address: `127.0.0.${index + 1}`,
    port,
    replica: index + 1,
  })),
});
