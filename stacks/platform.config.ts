import { definePlatform } from '@causeway/config';

export default definePlatform({
  name: 'phrase',
  server: {
    users: [
      { name: 'phrase_admin', sudo: true, publicKey: 'vagrant/keys/phrase_admin.pub' },
      { name: 'phrase_user', publicKey: 'vagrant/keys/phrase_user.pub' },
    ],
    packages: ['curl', 'jq', 'vim'],
  },
  edge: { tls: { mode: 'self-signed' }, showRelease: true },
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
  },
  targets: {
    local: { http: 8080, https: 8443 },
    // A second platform beside `local`, for `npm test`: other ports, names and networks.
    rehearsal: { http: 18080, https: 18443, subnet: '10.214.0.0/21' },
    // `vagrant up` makes its machine. A variable of the environment holds for the commands that are given it.
    vagrant: {
      http: Number(process.env.CAUSEWAY_HTTP ?? 28080),
      https: Number(process.env.CAUSEWAY_HTTPS ?? 28443),
      machine: {
        hosts: Number(process.env.CAUSEWAY_HOSTS ?? 1),
        cpus: Number(process.env.CAUSEWAY_CPUS ?? 2),
        memory: process.env.CAUSEWAY_MEMORY ?? '2GiB',
      },
    },
    // A second machine beside that one, for `npm test`.
    'vagrant-rehearsal': { http: 38080, https: 38443, machine: {} },
  },
});
