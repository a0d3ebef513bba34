import type { PlatformInput } from '@causeway/config';

/** What the service's image is built from; written anew for each release. */
export const subjectFolder = '.causeway/bench/subject';

/** The defaults: figures are to be those of a platform that nobody has tuned. */
export const platform: PlatformInput = {
  name: 'bench',
  // tells the client which release has answered
  edge: { showRelease: true },
  data: { postgres: {} },
  services: {
    subject: {
      context: subjectFolder,
      hosts: ['localhost'],
      port: 5000,
      health: { path: '/status' },
      deploy: { prepare: '/prepare-for-deploy', ready: '/ready-for-deploy' },
      block: ['/prepare-for-deploy', '/ready-for-deploy'],
      uses: ['postgres'],
      migrate: ['node', 'server.ts', 'migrate'],
      environment: { SUBJECT_MODE: 'calm' },
    },
  },
  targets: { measured: { http: 34080, https: 34443, subnet: '10.217.0.0/21' } },
};
