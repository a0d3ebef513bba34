import type { HostPlan } from '@causeway/plan';
import type { PublicKeys } from '../bootstrap.ts';

export const exampleHost: HostPlan = {
  prefix: 'phrase-prod',
  users: [
    { name: 'phrase_admin', sudo: true, publicKey: 'keys/phrase_admin.pub' },
    { name: 'phrase_user', sudo: false, publicKey: 'keys/phrase_user.pub' },
  ],
  packages: ['curl', 'jq', 'vim'],
  ports: [80, 443],
  metrics: { port: 9464, network: '10.213.0.0/22' },
  stopTime: 310_000,
  redis: true,
};

export const exampleKeys: PublicKeys = {
  phrase_admin: [
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMadeUpForTheTestsAndOpensNothing0000000000 ada@example.com',
  ],
  phrase_user: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMadeUpForTheTestsAndOpensNothing0000000001 o'neill"],
};
