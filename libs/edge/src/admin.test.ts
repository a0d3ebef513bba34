import { expect, test } from 'vitest';
import {
  acknowledgements,
  newRefusals,
  parseClusters,
  parseRefusals,
  parseVersions,
  refusalsOf,
  unacknowledged,
} from './admin.ts';
import { renderEdge } from './edge.ts';
import { liveOn, plainService, testPlan, testSecrets } from './testing/plan.ts';

const files = renderEdge(testPlan([plainService('phrase')]), [liveOn('phrase', [5001])], testSecrets());

test('every file has a stat of its own that shows its version', () => {
  const wanted = acknowledgements(files);
  expect(wanted.map(({ stat }) => stat)).toEqual([
    'cluster.phrase-1.version_text',
    'cluster_manager.cds.version_text',
    'sds.certificate.version_text',
    'http.http.rds.http.version_text',
    'http.https.scoped_rds.https.version_text',
    'http.https.rds.https.version_text',
    'listener_manager.lds.version_text',
  ]);
  expect(wanted.map(({ file }) => file)).toEqual(Object.keys(files));
});

test('what the edge shows in another version or not at all is unacknowledged', () => {
  const [first, second, ...rest] = acknowledgements(files);
  const shown = [
    `${first?.stat}: "older"`,
    ...rest.map(({ stat, version }) => `${stat}: "${version}"`),
    '',
  ].join('\n');
  expect(unacknowledged(acknowledgements(files), parseVersions(shown))).toEqual([first, second]);
});

test('a refusal count that rises is named, one that stays is not', () => {
  const before = parseRefusals('a.update_rejected: 1\nb.update_failure: 0\n');
  const after = parseRefusals('a.update_rejected: 1\nb.update_failure: 1\nc.update_rejected: 2\n');
  expect(newRefusals(before, after)).toEqual(['b.update_failure', 'c.update_rejected']);
});

test('a replica is healthy when nothing speaks against it', () => {
  const host = (port_value: number, health_status: object, active?: string) => ({
    address: { socket_address: { address: '10.0.0.1', port_value } },
    stats: [
      { name: 'rq_active', type: 'GAUGE', ...(active && { value: active }) },
      { name: 'rq_total', type: 'COUNTER', value: '7' },
    ],
    health_status,
  });
  const answer = JSON.stringify({
    cluster_statuses: [
      { name: 'empty-1' },
      {
        name: 'phrase-1',
        host_statuses: [
          host(1, { eds_health_status: 'HEALTHY' }, '2'),
          host(2, { eds_health_status: 'HEALTHY', failed_active_health_check: true }, '1'),
          host(3, { eds_health_status: 'DRAINING' }),
        ],
      },
    ],
  });
  const endpoint = { address: '10.0.0.1', reasons: [], totalRequests: 7 };
  expect([...parseClusters(answer).values()]).toEqual([
    { cluster: 'empty-1', endpoints: [], activeRequests: 0, totalRequests: 0 },
    {
      cluster: 'phrase-1',
      activeRequests: 3,
      totalRequests: 21,
      endpoints: [
        { ...endpoint, port: 1, healthy: true, activeRequests: 2 },
        { ...endpoint, port: 2, healthy: false, reasons: ['failed_active_health_check'], activeRequests: 1 },
        { ...endpoint, port: 3, healthy: false, activeRequests: 0 },
      ],
    },
  ]);
});

test('a certificate that is no longer wanted refuses nothing', () => {
  const after = parseRefusals(
    'sds.certificate.update_rejected: 1\nsds.certificate-gone.update_failure: 9\nb.update_failure: 1\n',
  );
  expect([...refusalsOf(files, after).keys()]).toEqual([
    'sds.certificate.update_rejected',
    'b.update_failure',
  ]);
});
