import { afterAll, describe, expect, inject, test } from 'vitest';
import { Asker } from '../asking.ts';

const edge = inject('edge');

describe.each(edge.services)('$name', (service) => {
  const asker = new Asker(edge, service);
  afterAll(() => asker.close());

  const paths = [
    service.open,
    '/./',
    ...service.block.slice(0, 1),
    ...service.protect.slice(0, 1).map(({ path }) => path),
  ];

  test.each(paths)('%s is answered without a word about what answers', async (path) => {
    const { head, body } = await asker.http1(path);
    expect(head).not.toMatch(/envoy/i);
    expect(head).toMatch(/\r\nserver: causeway\r\n/i);
    expect(body).not.toMatch(/envoy|upstream|cluster/i);
  });

  test.each(paths)('%s is answered with an identity of its own', async (path) => {
    const ids = [];
    for (let count = 0; count < 2; count++) {
      const { head } = await asker.http1(path, 'X-Request-ID: 00000000-0000-4000-8000-000000000000');
      ids.push(/\r\nx-request-id: ([\da-f-]{36})\r\n/i.exec(head)?.[1]);
    }
    expect(ids).not.toContain(undefined);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test.each(service.headers)('%s is in the answers', async (name) => {
    expect(namesIn((await asker.http1(service.open)).head)).toContain(name);
  });
});

const namesIn = (head: string): string[] =>
  head.split('\r\n').map((line) => line.replace(/:.*/, '').toLowerCase());
