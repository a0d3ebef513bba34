import type { ServiceStatus, Status } from '@causeway/release';
import { expect, test } from 'vitest';
import { describe } from './status.ts';

const at = Date.UTC(2027, 0, 15, 8);

const api: ServiceStatus = {
  service: 'api',
  hosts: ['localhost'],
  serving: { version: '1.2+8', release: 'r8', image: 'sha256:1', since: at, by: 'ann@desk' },
  replicas: [],
  draining: [],
};

function shown(more: Partial<ServiceStatus>): string {
  const status: Status = {
    platform: 'try',
    target: 'local',
    url: ['https://localhost/'],
    services: [{ ...api, ...more }],
    containers: [{ role: 'redis', name: 'try-local-redis', state: 'missing', startedAt: '' }],
    certificate: { names: ['localhost'], notAfter: '2027-01-15T08:00:00Z' },
    edgeErrors: [],
  };
  return describe(status);
}

test.each<[string, Partial<ServiceStatus>, RegExp]>([
  ['nothing else', {}, /ann@desk {2}serving\n/],
  [
    'a bake, with the time left',
    { baking: { version: '1.2+8', warm: '1.2+7', until: at } },
    /baking: 1\.2\+7 takes over if it goes bad, until 08:00:00 UTC \(\d.* left\)/,
  ],
  ['a canary', { canary: { version: '1.2+9', percent: 5 } }, /canary 1\.2\+9: 5% of the clients/],
  [
    'a drain',
    { draining: [{ version: '1.2+7', activeRequests: 3, until: at }] },
    /draining 1\.2\+7: 3 requests, until 08:00:00 UTC/,
  ],
  [
    'a pause',
    { paused: { until: at, held: 2, by: 'bo@desk' } },
    /PAUSED by bo@desk: 2 requests held, until 08:00:00 UTC/,
  ],
  [
    'maintenance',
    { maintenance: { since: at, by: 'bo@desk' } },
    /IN MAINTENANCE since 2027-01-15 08:00:00 by bo@desk/,
  ],
  [
    'a lease',
    { lease: { owner: 'bo@desk', what: 'release 1.2+9', token: 4, since: at, until: at } },
    /lease of api: bo@desk for "release 1\.2\+9" since 2027-01-15 08:00:00, until 08:00:00 UTC unless renewed \(token 4\)/,
  ],
])('shows %s', (_, more, words) => {
  expect(shown(more)).toMatch(words);
});
