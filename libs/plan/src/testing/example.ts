import { definePlatform, type Platform, parsePlatform } from '@causeway/config';
import type { Facts } from '../facts.ts';

export const exampleFacts: Facts = {
  engine: { host: 'unix:///var/run/docker.sock', socket: '/var/run/docker.sock', desktop: false, cpus: 2 },
  images: { edge: imageId('1'), agent: imageId('2'), postgres: imageId('3'), redis: imageId('4') },
};

/** A platform with everything that a plan can hold. */
export const fullPlatform = definePlatform({
  name: 'phrase',
  server: {
    users: [{ name: 'phrase_admin', sudo: true, publicKey: 'keys/phrase_admin.pub' }],
    packages: ['curl'],
  },
  edge: { tls: { mode: 'self-signed' }, showRelease: true },
  data: { postgres: { readers: ['developer'] }, redis: {} },
  services: {
    palindrom: {
      project: 'palindrom',
      hosts: ['localhost'],
      port: 5000,
      health: { path: '/status' },
      deploy: {
        prepare: '/prepare-for-deploy',
        ready: '/ready-for-deploy',
        drain: '60s',
        snapshot: true,
        bake: '2m',
        errors: '2.5%',
        keep: 3,
      },
      sticky: { header: 'X-Account' },
      protect: [{ path: '/admin', users: ['developer'], forwardAuthorization: true }],
      block: ['/prepare-for-deploy', '/ready-for-deploy'],
      escapedSlashes: 'reject',
      limits: [
        { requests: 100, per: '1s', burst: 300 },
        { path: '/palindrom', requests: 1000, per: '1h' },
      ],
      access: [{ path: '/admin', allow: ['203.0.113.0/24', '2001:db8::/32'], deny: ['203.0.113.7/32'] }],
      uses: ['postgres', 'redis'],
      migrate: ['node', 'create_db.js'],
      migrations: 'apps/palindrom/migrations',
      environment: { LOG_LEVEL: 'info' },
      readOnly: true,
    },
  },
  targets: { local: { http: 8080, https: 8443 } },
});

/** The full platform with some of its fields written otherwise. */
export function platformWith(change: Partial<typeof fullPlatform> = {}): Platform {
  return parsePlatform({ ...fullPlatform, ...change });
}

/** A service with nothing but what it must have. */
export const plainService = { image: 'nginx:1.29', hosts: ['plain.test'], port: 3000 };

function imageId(digit: string): string {
  return `sha256:${digit.repeat(64)}`;
}
