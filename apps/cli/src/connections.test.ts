import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TryOut } from './testing/try-out.ts';

/** Several Node processes of a second each. */
const limit = 60_000;

const tryOut = new TryOut();

beforeAll(async () => {
  const platform = {
    name: 'try',
    services: { api: { image: 'registry/api:1.2', hosts: ['localhost'], port: 5000 } },
    targets: { far: { host: `ssh://deploy@127.0.0.1:${await closedPort()}`, http: 80, https: 443 } },
  };
  tryOut.write('stacks/platform.config.ts', `export default ${JSON.stringify(platform)};\n`);
});
afterAll(() => tryOut.remove());

test.each([
  ['status'],
  ['plan'],
  ['deploy'],
  ['logs'],
  ['credentials'],
  ['history'],
  ['destroy', '--yes'],
  ['release', 'api'],
  ['rollback', 'api'],
])(
  '3 for %s where nothing listens on the port of ssh, and what to do',
  { timeout: limit },
  async (...words) => {
    const { exitCode, stderr } = await tryOut.causeway(...words, '--target', 'far');
    expect(stderr).toMatch(
      /ssh:\/\/deploy@127\.0\.0\.1:\d+: the machine is there, and nothing listens on port \d+; wait if/,
    );
    expect(exitCode).toBe(3);
  },
);

test('the edge is shown from the config where the machine cannot be reached', {
  timeout: limit,
}, async () => {
  const { exitCode, stdout, stderr } = await tryOut.causeway('edge', '--target', 'far');
  expect(stderr).toContain('rendered from the config');
  expect(stdout).toContain('# ');
  expect(exitCode).toBe(0);
});

test('this computer is not prepared: it is its owner who looks after it', { timeout: limit }, async () => {
  tryOut.config();
  const { exitCode, stderr } = await tryOut.causeway('prepare', '--check');
  expect(stderr).toContain('prepare: target local is on this computer');
  expect(exitCode).toBe(2);
});

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
