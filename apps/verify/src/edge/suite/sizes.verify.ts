import { describe, expect, inject, test } from 'vitest';
import { Asker, openHttp1 } from '../asking.ts';

const edge = inject('edge');

describe.each(edge.services)('$name', (service) => {
  const large: readonly (readonly [string, string, readonly string[]])[] = [
    ['a header of 64 KiB', service.open, [`X-Large: ${'x'.repeat(65_536)}`]],
    ['a cookie of 64 KiB', service.open, [`Cookie: ${'x'.repeat(65_536)}`]],
    ['200 headers', service.open, Array.from({ length: 200 }, (_, index) => `X-${index}: x`)],
    ['an address of 64 KiB', `${service.open}?${'x'.repeat(65_536)}`, []],
  ];

  test.each(large)('%s is refused', async (_, path, lines) => {
    const asker = new Asker(edge, service);
    expect((await asker.http1(path, ...lines)).status).toBe(431);
    asker.close();
  });

  test('a body without end for a refused path is not read', async () => {
    const connection = await openHttp1(edge, service);
    connection.send(`POST /./ HTTP/1.1\r\nHost: ${service.host}\r\nContent-Length: 10000000000\r\n\r\n`);
    expect((await connection.answer())?.status).toBe(400);
    connection.close();
  });

  test('after all of it the service is served', async () => {
    const asker = new Asker(edge, service);
    expect([431, 400, 'closed', 503]).not.toContain((await asker.http1(service.open)).status);
    asker.close();
  });
});
