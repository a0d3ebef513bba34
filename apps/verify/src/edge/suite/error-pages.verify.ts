import { describe, expect, inject, test } from 'vitest';
import { fetchPage } from '../browser.ts';
import type { CheckedService } from '../checked-edge.ts';

const edge = inject('edge');

describe.each(edge.services)('$name', (service) => {
  describe.each(answeredByEdge(service))('$path is answered by the edge', ({ path, status }) => {
    test('to a browser with a page that names the request', async () => {
      const { headers, body, ...page } = await fetchPage(edge, service, path, { accept: 'text/html,*/*' });
      expect(page.status).toBe(status);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
      });
      const [id, own] = [idOf(headers), service.errorPages[status] ?? service.errorPages.any];
      if (own === undefined) expect(String(body)).toContain(id);
      else expect(String(body)).toBe(own.replace('{{request-id}}', () => id));
    });

    test('to a program in JSON that names the request', async () => {
      const { headers, body, ...page } = await fetchPage(edge, service, path, { accept: '*/*' });
      expect(page.status).toBe(status);
      expect(headers['content-type']).toMatch(/^application\/json/);
      expect(JSON.parse(String(body))).toMatchObject({ status, request_id: idOf(headers) });
    });
  });
});

/** A path for each status that the edge can be brought to from here. */
function answeredByEdge({ block, protect }: CheckedService): { path: string; status: number }[] {
  return [
    { path: '/./', status: 400 },
    ...protect.slice(0, 1).map(({ path }) => ({ path, status: 401 })),
    ...block.slice(0, 1).map((path) => ({ path, status: 404 })),
  ];
}

function idOf(headers: Readonly<Record<string, unknown>>): string {
  const id = headers['x-request-id'];
  expect(id).toMatch(/^[\da-f-]{36}$/);
  return String(id);
}
