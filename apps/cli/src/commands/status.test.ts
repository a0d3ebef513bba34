import type { CertificateStatus, ServiceStatus, Status } from '@causeway/release';
import { describe, expect, test } from 'vitest';
import { describe as describeStatus } from './status.ts';

const at = Date.UTC(2027, 0, 15, 8);

const api: ServiceStatus = {
  service: 'api',
  hosts: ['localhost'],
  serving: { version: '1.2+8', release: 'r8', image: 'sha256:1', since: at, by: 'ann@desk' },
  replicas: [],
  draining: [],
};

function shown(more: Partial<ServiceStatus>, whole: Partial<Status> = {}): string {
  const status: Status = {
    platform: 'try',
    target: 'local',
    url: ['https://localhost/'],
    services: [{ ...api, ...more }],
    containers: [{ role: 'redis', name: 'try-local-redis', state: 'missing', startedAt: '' }],
    certificates: [certificate({ names: ['localhost'] })],
    edgeErrors: [],
    ...whole,
  };
  return describeStatus(status);
}

function certificate(more: Partial<CertificateStatus>): CertificateStatus {
  const life = { notBefore: daysAhead(-100), notAfter: daysAhead(60) };
  return { names: ['a.test'], from: 'local', issuer: 'Phrase', ...life, ...more };
}

/** And an hour. */
function daysAhead(days: number): string {
  return new Date(Date.now() + days * 24 * 3_600_000 + 3_600_000).toISOString();
}

describe('problems', () => {
  const notAfter = (days: number) => ({ certificates: [certificate({ notAfter: daysAhead(days) })] });

  test('of none nothing is said', () => {
    expect(shown({})).toMatch(
      /certificate of localhost \(self-signed\): from Phrase, until \S+ \S+ UTC \(60 days left\)$/,
    );
    expect(shown({})).not.toContain('PROBLEM');
  });

  test('stand last, each with its place', () => {
    const edgeErrors = ['api: the edge refuses the settings of api: services.api.block[0] "/x": why'];
    expect(shown({}, { edgeErrors }).split('\n').at(-1)).toBe(`PROBLEM ${edgeErrors[0]}`);
  });

  test('one is a certificate that was not renewed in time', () => {
    expect(shown({}, notAfter(21))).not.toContain('PROBLEM');
    expect(shown({}, notAfter(20))).toMatch(
      /\(20 days left\)\nPROBLEM certificate of a\.test: it ends on \S+ \S+ UTC, and should have been renewed by now; see `logs agent`/,
    );
    expect(shown({}, notAfter(-2))).toContain('UTC (IT HAS ENDED)');
  });

  test('none is one that lives shortly and is in time', () => {
    const short = (days: number, more: Partial<CertificateStatus> = {}) =>
      shown(
        {},
        {
          certificates: [certificate({ notBefore: daysAhead(days - 6), notAfter: daysAhead(days), ...more })],
        },
      );
    expect(short(2)).not.toContain('PROBLEM');
    const next = Date.parse(daysAhead(1));
    const renewal = { at, outcome: 'failed', why: 'no answer' } as const;
    const late = short(1, { from: 'acme', next, renewal });
    expect(late).toMatch(
      /; failed 2027-01-15 08:00:00 UTC \(no answer\); tried again from \S+ \S+ UTC\nPROBLEM/,
    );
    expect(late).toContain('its line says why it was not');
  });

  test('of files is for whoever puts them there', () => {
    const text = shown({}, { certificates: [certificate({ from: 'files', notAfter: daysAhead(20) })] });
    expect(text).toMatch(
      /PROBLEM certificate of a\.test: it ends on \S+ \S+ UTC, and nobody has put a new one/,
    );
  });

  test('a stand-in is called one, and the edge says why', () => {
    const text = shown({}, { certificates: [certificate({ from: 'acme', standIn: true })] });
    expect(text).toMatch(/certificate of a\.test \(acme\): A STAND-IN THAT NOBODY TRUSTS$/);
  });
});

test.each<[string, Partial<ServiceStatus>, RegExp]>([
  ['nothing else', {}, /ann@desk {2}serving\n/],
  [
    'a bake, with the time left',
    { baking: { version: '1.2+8', warm: '1.2+7', until: at } },
    /baking: 1\.2\+7 takes over again if 1\.2\+8 goes bad, until 08:00:00 UTC \(\d.* left\)/,
  ],
  [
    'a release that runs',
    { releasing: { version: '1.2+9', step: 'ready', since: at } },
    /releasing 1\.2\+9: at the step "ready"/,
  ],
  ['a canary', { canary: { version: '1.2+9', percent: 5 } }, /canary 1\.2\+9: 5% of the clients/],
  [
    'a drain',
    { draining: [{ version: '1.2+7', activeRequests: 3, until: at }] },
    /draining 1\.2\+7: 3 requests in hand, until 08:00:00 UTC at the latest/,
  ],
  [
    'a service that leaves',
    {
      serving: undefined as never,
      leaving: true,
      draining: [{ version: '1.2+7', activeRequests: 1, until: at }],
    },
    /api .*the config does not name it any more; draining 1\.2\+7: 1 request in hand/,
  ],
  [
    'a pause',
    { paused: { until: at, held: 2, by: 'bo@desk' } },
    /PAUSED by bo@desk: 2 requests held, until 08:00:00 UTC/,
  ],
  [
    'maintenance',
    { maintenance: { since: at, by: 'bo@desk' } },
    /IN MAINTENANCE since 2027-01-15 08:00:00 UTC by bo@desk: everybody gets 503/,
  ],
  [
    'a lease',
    { lease: { owner: 'bo@desk', what: 'release 1.2+9', token: 4, since: at, until: at } },
    /lease of api: bo@desk for "release 1\.2\+9" since 2027-01-15 08:00:00 UTC; it ends at 08:00:00 UTC unless its holder renews it \(token 4\)/,
  ],
])('shows %s', (_, more, words) => {
  expect(shown(more)).toMatch(words);
});
