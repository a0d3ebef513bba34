import type { PlatformInput } from '@causeway/config';

/** The platform that releases are proven on: the example's service with a neighbour, beside all other platforms. */
export function proofPlatform({ edgeMemory = '256MiB' } = {}): PlatformInput {
  return {
    name: 'proof',
    edge: { showRelease: true, memory: edgeMemory },
    data: { postgres: { readers: ['developer'] }, redis: {} },
    services: {
      palindrom: {
        project: 'palindrom',
        hosts: ['localhost'],
        port: 5000,
        replicas: 2,
        health: { path: '/status' },
        deploy: { prepare: '/prepare-for-deploy', ready: '/ready-for-deploy', drain: '60s' },
        protect: [{ path: '/admin', users: ['developer'] }],
        block: ['/prepare-for-deploy', '/ready-for-deploy'],
        uses: ['postgres', 'redis'],
        migrate: ['node', 'create_db.js'],
        readOnly: true,
      },
      neighbour: {
        context: 'apps/verify/neighbour',
        hosts: ['neighbour.localhost'],
        port: 5000,
        replicas: 1,
        health: { path: '/' },
        memory: '128MiB',
        readOnly: true,
      },
    },
    targets: { releases: { http: 32080, https: 32443, subnet: '10.216.0.0/21' } },
  };
}
