import { expect, test } from 'vitest';
import { renderBalancer } from './balancer.ts';
import { validate } from './testing/envoy.ts';

const balancer = {
  name: 'phrase-vagrant-front',
  subnet: '192.168.56.0/24',
  address: '192.168.56.10',
  ports: [28080, 28443],
  hosts: ['192.168.56.11', '192.168.56.12'],
};

test('the balancer as in its golden file', async () => {
  await expect(renderBalancer(balancer)).toMatchFileSnapshot('golden/balancer.json');
});

test('the balancer is one to Envoy', () => {
  expect(validate(renderBalancer(balancer))).toBe('OK');
});
