import type { PlatformInput } from '@causeway/config';

type ServiceInput = PlatformInput['services'][string];

/** The platform that faults are tried on, with the service under test changed in some fields. */
export function proofPlatform(change: Partial<ServiceInput> = {}): PlatformInput {
  return {
    name: 'trial',
    edge: { showRelease: true },
    data: { postgres: {} },
    services: { subject: { ...subject, ...change } as ServiceInput },
    targets: { faults: { http: 31080, https: 31443, subnet: '10.215.0.0/21' } },
  };
}

/** Short times: each failure is waited for. */
const subject: ServiceInput = {
  context: '.causeway/subject',
  hosts: ['localhost'],
  port: 5000,
  health: { path: '/status', interval: '250ms' },
  deploy: {
    prepare: '/prepare-for-deploy',
    ready: '/ready-for-deploy',
    drain: '20s',
    boot: '8s',
    migrate: '6s',
    bake: '6s',
  },
  block: ['/prepare-for-deploy', '/ready-for-deploy'],
  uses: ['postgres'],
  migrate: ['node', 'server.ts', 'migrate'],
  memory: '128MiB',
  environment: { SUBJECT_MODE: 'calm' },
};
