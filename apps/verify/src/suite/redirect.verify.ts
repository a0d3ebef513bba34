import request from 'supertest';
import { describe, expect, inject, test } from 'vitest';
import { originOf, plainOriginOf } from '../target.ts';

const target = inject('target');

describe.each(target.services)('the redirect of $name', (service) => {
  const path = '/some/path%20of/it?with=a&query=%2F&twice=1&twice=2';
  const methods = ['get', 'post', 'put', 'delete'] as const;

  test.each(methods)('sends %s to HTTPS for good, with its path and query', async (method) => {
    const answer = await request(plainOriginOf(target, service))[method](path);
    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(`${originOf(target, service)}${path}`);
  });

  test.each([...service.protect.map((rule) => rule.path), ...service.block])(
    'sends %s to HTTPS as well',
    async (rule) => {
      const answer = await request(plainOriginOf(target, service)).get(rule);
      expect(answer.status).toBe(308);
      expect(answer.headers.location).toBe(`${originOf(target, service)}${rule}`);
    },
  );
});

test('the redirect sends nobody to a host that the platform does not have', async () => {
  if (target.services.some(({ hosts }) => hosts.includes('*'))) return;
  const [service] = target.services;
  if (!service) throw new Error('the config has no service');
  const answer = await request(plainOriginOf(target, service)).get('/').set('Host', 'elsewhere.example');
  expect(answer.status).toBe(421);
  expect(answer.headers.location).toBeUndefined();
});
