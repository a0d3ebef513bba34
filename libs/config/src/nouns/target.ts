import { z } from 'zod';
import { address } from '../fields/address.ts';
import { engine } from '../fields/engine.ts';
import { filled, ofKind } from '../fields/field.ts';
import { identity } from '../fields/identity.ts';
import { network } from '../fields/network.ts';
import { port } from '../fields/port.ts';
import { subnet } from '../fields/subnet.ts';
import { machineSchema } from './machine.ts';
import { tlsSchema } from './tls.ts';

const hostSchema = ofKind(
  z.strictObject({
    host: engine().meta({ description: 'Where it is reached from here, `ssh://user@host`.' }),
    address: address().meta({
      description:
        'IPv4 address by which the other hosts reach it: on the first one Postgres and Redis answer there, to them alone.',
    }),
  }),
  { is: 'an object', example: { host: 'ssh://deploy@www.example.com', address: '10.0.0.7' } },
);

export const targetSchema = ofKind(
  z.strictObject({
    host: engine().optional().meta({
      description: 'Docker engine of the target, `unix:///…` or `ssh://user@host`.',
      defaultsTo: 'the engine that the `docker` command uses',
    }),
    hosts: filled(z.array(hostSchema), 'host', [
      { host: 'ssh://deploy@www.example.com', address: '10.0.0.7' },
    ])
      .optional()
      .meta({
        description:
          'Several machines instead of `host`, with a balancer of yours in front. The first has the data services; a release goes from one to the next, and all go back together.',
        defaultsTo: 'one host',
      }),
    identity: identity().optional().meta({
      description:
        'File of the private key for a `host` over ssh. It needs no place in the repository: one that git ignores, or `~/.ssh/…`.',
      defaultsTo: 'what your own ssh config and agent say',
    }),
    http: port(8080).meta({ description: 'Port that answers with a redirect to HTTPS.' }),
    https: port(8443).meta({ description: 'Port that serves HTTPS.' }),
    trustedProxies: z.array(network()).optional().meta({
      defaultsTo: 'nobody is believed',
      description:
        'Networks of load balancers and CDNs that stand in front of the edge: what they say of the client in `x-forwarded-for` is believed, and their `x-request-id` kept. All of those that a request passes, and nobody else.',
    }),
    metrics: port(9464).optional().meta({
      defaultsTo: 'nowhere',
      description:
        'Port of `/metrics` for Prometheus, on the first address of `subnet`, which only the host and the containers reach.',
    }),
    subnet: subnet().default('10.213.0.0/21').meta({
      description:
        'Private IPv4 network for the containers, /16 to /24, used by nothing else on the machine.',
    }),
    machine: machineSchema.optional().meta({
      description:
        'Machine that `vagrant up` makes for this target, on this computer; `{}` takes the defaults. Its `http` and `https` are forwarded from `127.0.0.1`.',
      defaultsTo: 'the target has an engine already',
    }),
    tls: tlsSchema.optional().meta({ description: 'Certificates of this target.', defaultsTo: '`edge.tls`' }),
  }),
  { is: 'an object', example: { http: 8080, https: 8443 } },
);
