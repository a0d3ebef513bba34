import type Docker from 'dockerode';
import { expect, it } from 'vitest';
import { freeStaleEndpoints, isAddressTaken } from './stale-endpoints.ts';

/** An engine that was restarted at the wrong moment: nobody can have a real one do that on purpose. */
function engineThatForgot(gone: readonly string[], endpoints: Readonly<Record<string, string>>) {
  const disconnected: unknown[] = [];
  const docker = {
    getContainer: (id: string) => ({
      inspect: async () => {
        if (gone.includes(id)) throw Object.assign(new Error('no such container'), { statusCode: 404 });
        return { Id: id };
      },
    }),
    getNetwork: () => ({
      inspect: async () => ({
        Containers: Object.fromEntries(Object.entries(endpoints).map(([id, Name]) => [id, { Name }])),
      }),
      disconnect: async (options: unknown) => void disconnected.push(options),
    }),
  } as unknown as Docker;
  return { docker, disconnected };
}

it('lets go of what containers hold that are gone, and of nothing else', async () => {
  const { docker, disconnected } = engineThatForgot(['b', 'd'], {
    a: 'try-api-r1-1',
    b: 'try-api-r2-1',
    c: 'other-api-r1-1',
    d: 'tryst-api-r1-1',
  });
  await freeStaleEndpoints(docker, 'try-services', 'try');
  expect(disconnected).toEqual([{ Container: 'try-api-r2-1', Force: true }]);
});

it('knows by the words of the engine that an address is taken', () => {
  expect(isAddressTaken(new Error('(HTTP code 403) unexpected - Address already in use '))).toBe(true);
  expect(isAddressTaken(new Error('(HTTP code 404) no such container'))).toBe(false);
});
