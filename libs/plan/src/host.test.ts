import { expect, test } from 'vitest';
import { planHost } from './host.ts';
import { platformWith } from './testing/example.ts';

test('has what a machine needs before it has an engine', () => {
  const targets = { prod: { http: 80, https: 443, metrics: 9464 } };
  expect(planHost(platformWith({ targets }), 'prod')).toEqual({
    prefix: 'phrase-prod',
    users: [{ name: 'phrase_admin', sudo: true, publicKey: 'keys/phrase_admin.pub' }],
    packages: ['curl'],
    ports: [80, 443],
    metrics: { port: 9464, network: '10.213.0.0/22' },
    stopTime: 310_000,
    redis: true,
  });
});

test('of a target that is not there is refused', () => {
  expect(() => planHost(platformWith(), 'nowhere')).toThrow('targets.nowhere: no such target in the config');
});
