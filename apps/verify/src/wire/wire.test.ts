import { afterEach, describe, expect, test } from 'vitest';
import { type Behaviour, type SeededServer, startSeededServer } from '../seeded/server.ts';
import { protocols, wasForwarded } from './index.ts';
import { shakeHands } from './tls.ts';

let server: SeededServer;
afterEach(() => server.close());

describe.each(Object.entries(protocols))('%s', (_, send) => {
  test('sends the path byte for byte', async () => {
    const paths: string[] = [];
    const asked = await serve((request) => {
      paths.push(request.path);
      return {};
    });
    const wanted = ['/x/../a', '//a', '/%61', '/a;b', '/./a?x=%2F'];
    for (const path of wanted) await send({ ...asked, method: 'GET', path });
    expect(paths).toEqual(wanted);
  });

  test('tells status, headers and body', async () => {
    const asked = await serve(() => ({ status: 404, body: 'gone\r\n\r\nfor good', release: 'seeded@7' }));
    expect(await send({ ...asked, method: 'GET', path: '/' })).toMatchObject({
      status: 404,
      body: 'gone\r\n\r\nfor good',
      headers: { 'x-release': 'seeded@7' },
    });
  });

  test('tells a connection that was cut as status 0', async () => {
    const asked = await serve((request) => {
      request.cut();
      return undefined;
    });
    const answer = await send({ ...asked, method: 'GET', path: '/' });
    expect(answer.status).toBe(0);
    expect(wasForwarded(answer)).toBe(false);
  });
});

test('a handshake with a stranger says why it failed', async () => {
  const { origin } = await serve(() => ({}));
  const refused = shakeHands({ host: 'localhost', port: Number(origin.port) });
  await expect(refused).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
});

test('a handshake tells what was agreed on', async () => {
  const { origin, ca } = await serve(() => ({}));
  const agreed = await shakeHands({
    host: 'localhost',
    port: Number(origin.port),
    ca,
    ALPNProtocols: ['h2'],
  });
  expect(agreed).toMatchObject({ protocol: 'TLSv1.3', application: 'h2' });
  expect(agreed.certificate.checkHost('localhost')).toBe('localhost');
});

async function serve(behave: Behaviour) {
  server = await startSeededServer(behave);
  return { origin: new URL(server.origin), ca: server.ca };
}
