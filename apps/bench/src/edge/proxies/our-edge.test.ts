import { expect, test } from 'vitest';
import { features } from '../features.ts';
import { ourEdge } from './our-edge.ts';
import type { Setting } from './proxy.ts';

const setting: Setting = {
  port: 21_000,
  folder: '/nowhere',
  backend: 21_002,
  certificate: { chain: '', key: '' },
};

const filesWith = (difference: Parameters<typeof ourEdge>[3]) =>
  ourEdge('edge', '/envoy', setting, difference).files;

test('an edge without differences is what the config makes of a service', () => {
  const { 'lds.json': listeners, 'rds-https.json': routes } = filesWith({});
  expect(listeners).toContain('"access_log"');
  expect(routes).toContain('authenticated:/admin');
  expect(routes).toContain('x-frame-options');
});

test.each(features.filter(({ asks }) => !asks))(
  '$name makes another edge',
  ({ name: _name, ...difference }) => {
    expect(filesWith(difference)).not.toEqual(filesWith({}));
  },
);
