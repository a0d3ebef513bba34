import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderEdge } from './edge.ts';
import type { Any, Route, RouteConfiguration } from './messages.ts';
import { type EdgeFiles, fileNames, messagesOf, renderFile } from './resource-file.ts';
import { type Backend, startBackend } from './testing/backend.ts';
import { https, login } from './testing/client.ts';
import { liveOn, passwordOf, plainService, testSecrets } from './testing/plan.ts';
import { type RunningEdge, startEdge } from './testing/running-edge.ts';

const phrase = plainService('phrase', {
  block: ['/admin/hidden'],
  protect: [
    { path: '/admin', users: ['alice', 'carol'] },
    { path: '/admin/keys', users: ['alice', 'keeper'] },
  ],
});

const secrets = testSecrets('alice', 'carol', 'keeper');

let edge: RunningEdge;
let backend: Backend;

beforeAll(async () => {
  backend = await startBackend('one');
  edge = await startEdge([phrase]);
});

afterAll(async () => {
  await edge?.stop();
  await backend?.stop();
});

const files = () => renderEdge(edge.plan, [liveOn('phrase', [backend.port])], secrets);

const right = (user: string) => login(user, passwordOf(user));

const status = async (path: string, headers = {}) => (await https(edge, path, { headers })).status;

describe('routes that forget to ask for a password', () => {
  beforeAll(async () => {
    await edge.put(files());
    await edge.healthy('phrase-1', 1);
    await edge.put(
      withRoutes(files(), ({ typed_per_filter_config, ...route }) => {
        const { protect: _forgotten, ...filters } = typed_per_filter_config ?? {};
        return { ...route, typed_per_filter_config: filters };
      }),
    );
    backend.seen.length = 0;
  });

  test.each(['/admin', '/ADMIN/x', '/%61dmin;x', '/admin/keys', '/index.php/admin'])(
    'leave %s shut',
    async (path) => {
      expect(await status(path)).toBe(403);
      expect(await status(path, right('alice'))).toBe(403);
      expect(await status(path, { 'x-remote-user': 'alice' })).toBe(403);
      expect(backend.seen).toHaveLength(0);
    },
  );

  test('leave everything else open, and what is blocked not found', async () => {
    expect(await status('/')).toBe(200);
    expect(await status('/administrator')).toBe(200);
    expect(await status('/admin/hidden')).toBe(404);
  });
});

test('a route that asks the users of another path lets none of them through', async () => {
  const open = files();
  const everybody = widestHtpasswd(open);
  await edge.put(withRoutes(open, (route) => asking(route, everybody)));
  expect(await status('/admin/keys', right('alice'))).toBe(200);
  expect(await status('/admin/keys', right('carol'))).toBe(403);
});

test('on routes as they are everybody has his paths', async () => {
  await edge.put(files());
  expect(await status('/admin', right('carol'))).toBe(200);
  expect(await status('/admin/keys', right('keeper'))).toBe(200);
  expect(await status('/admin/keys', right('carol'))).toBe(401);
  expect(await status('/admin', right('keeper'))).toBe(401);
});

function withRoutes(files: EdgeFiles, change: (route: Route) => Route): EdgeFiles {
  const changed = messagesOf<RouteConfiguration>(files[fileNames.httpsRoutes] ?? '').map((routes) => ({
    ...routes,
    virtual_hosts: (routes.virtual_hosts ?? []).map((host) => ({
      ...host,
      routes: (host.routes ?? []).map(change),
    })),
  }));
  return { ...files, [fileNames.httpsRoutes]: renderFile('routes', changed) };
}

/** The last route that asks is the one of the widest path. */
function widestHtpasswd(files: EdgeFiles): Any {
  const found: Any[] = [];
  withRoutes(files, (route) => {
    if (route.typed_per_filter_config?.protect) found.push(route.typed_per_filter_config.protect);
    return route;
  });
  return found.at(-1) as Any;
}

const asking = (route: Route, protect: Any): Route =>
  route.typed_per_filter_config?.protect
    ? { ...route, typed_per_filter_config: { ...route.typed_per_filter_config, protect } }
    : route;
