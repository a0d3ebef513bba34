import { expect, test } from 'vitest';
import {
  any,
  type Cluster,
  duration,
  extension,
  overwrite,
  type Route,
  type RouteAction,
} from './messages.ts';

test('a packed message carries the name of its type', () => {
  expect(
    extension('router', 'envoy.extensions.filters.http.router.v3.Router', { suppress_envoy_headers: true }),
  ).toEqual({
    name: 'router',
    typed_config: {
      '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router',
      suppress_envoy_headers: true,
    },
  });
});

test('one without fields needs none', () => {
  const type = 'envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate';
  expect(any(type)).toEqual({ '@type': `type.googleapis.com/${type}` });
});

test('durations are seconds', () => {
  expect([duration(1500), duration(25)]).toEqual(['1.5s', '0.025s']);
});

test('what Envoy would refuse does not compile', () => {
  const router = 'envoy.extensions.filters.http.router.v3.Router';
  const refused = [
    // @ts-expect-error a field that the message does not have
    { name: 'x', connect_timeot: '1s' } satisfies Cluster,
    // @ts-expect-error nor its part
    { name: 'x', upstream_connection_options: { tcp_keepalife: {} } } satisfies Cluster,
    // @ts-expect-error a field that the extension does not have
    any(router, { suppress_envoy_header: true }),
    // @ts-expect-error a type that Envoy does not have, or that nobody has asked types of
    any('envoy.extensions.filters.http.router.v3.Ruter', {}),
    // @ts-expect-error an extension's field within a message
    { name: 'x', typed_per_filter_config: { x: { ...any(router), suppress: true } } } satisfies Route,
    // @ts-expect-error without a field that Envoy wants
    any('envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager'),
    // @ts-expect-error none of the fields of which Envoy wants one
    { match: { prefix: '/' } } satisfies Route,
    // @ts-expect-error two of the fields of which Envoy takes one
    { cluster: 'x', cluster_header: 'y' } satisfies RouteAction,
    // @ts-expect-error a value that the enumeration does not have
    { name: 'x', lb_policy: 'ROUND_ROBBIN' } satisfies Cluster,
    // @ts-expect-error a number where Envoy's JSON wants seconds with a unit
    { name: 'x', connect_timeout: 1 } satisfies Cluster,
    // @ts-expect-error a deprecated field
    { name: 'x', http2_protocol_options: {} } satisfies Cluster,
  ];
  expect(refused).toHaveLength(11);
});

test('a header takes the place of the application’s own', () => {
  expect(overwrite('x-release', '1').append_action).toBe('OVERWRITE_IF_EXISTS_OR_ADD');
});
