import { z } from 'zod';
import { filled, flag, integer, ofKind, text } from '../fields/field.ts';
import { host } from '../fields/host.ts';
import { image } from '../fields/image.ts';
import { accountName } from '../fields/name.ts';
import { routePath } from '../fields/path.ts';
import { port } from '../fields/port.ts';
import { projectName } from '../fields/project.ts';
import { size } from '../fields/size.ts';
import { workspacePath } from '../fields/workspace-path.ts';
import { accessSchema } from './access.ts';
import { compressSchema } from './compress.ts';
import { deploySchema } from './deploy.ts';
import { healthSchema } from './health.ts';
import { limitSchema } from './limit.ts';
import { stickySchema } from './sticky.ts';

const protectSchema = ofKind(
  z.strictObject({
    path: routePath('/admin').meta({ description: 'Protected path, with everything below it.' }),
    users: filled(z.array(accountName()), 'user', ['developer']).meta({
      description: 'Users who may pass; the host makes their passwords.',
    }),
    forwardAuthorization: flag().default(false).meta({
      description:
        'Whether the application gets the credentials too. It always gets the name of the user, in `x-remote-user`.',
    }),
  }),
  { is: 'an object', example: { path: '/admin', users: ['developer'] } },
);

export const serviceSchema = ofKind(
  z.strictObject({
    project: projectName().optional().meta({
      description:
        'Nx project in `apps/<project>` with a Dockerfile. Exactly one of `project`, `image` and `context`.',
      defaultsTo: '`image` or `context`',
    }),
    image: image().optional().meta({
      description: 'Image with its tag, instead of `project`.',
      defaultsTo: '`project` or `context`',
    }),
    context: workspacePath('services/api').optional().meta({
      description: 'Folder with a Dockerfile, relative to the workspace, instead of `project`.',
      defaultsTo: '`project` or `image`',
    }),
    hosts: filled(z.array(host()), 'host', ['www.example.com']).meta({
      description:
        'Host names that the edge sends here: `www.example.com`, `*.example.com`, or `*` for all that no other service has.',
    }),
    port: port(3000).meta({ description: 'Port on which the container speaks HTTP.' }),
    protocol: ofKind(z.enum(['http1', 'http2']), { is: 'a protocol', example: 'http2' })
      .default('http1')
      .meta({
        description:
          'What the container speaks on that port. `http2` is without TLS and from the first byte on, as gRPC servers want it; websockets need `http1`.',
      }),
    replicas: integer({ is: 'a number of containers', example: 2 }, { min: 1, max: 100 })
      .default(2)
      .meta({ description: 'How many containers serve.' }),
    health: healthSchema
      .optional()
      .meta({ description: 'Health check over HTTP.', defaultsTo: 'a TCP connection is the check' }),
    deploy: deploySchema.prefault({}).meta({ description: 'How a release replaces the one before.' }),
    sticky: stickySchema
      .prefault({ cookie: 'causeway-client' })
      .meta({ description: 'By what a client is known, so that it stays with its release during a canary.' }),
    protect: z.array(protectSchema).default([]).meta({ description: 'Paths behind basic auth.' }),
    block: z.array(routePath('/internal')).default([]).meta({
      description: 'Paths, with everything below them, that the edge answers with 404 and never forwards.',
    }),
    escapedSlashes: ofKind(z.enum(['pass', 'reject']), { is: 'what becomes of `%2F`', example: 'reject' })
      .default('pass')
      .meta({
        description:
          'Paths with an escaped slash (`%2F`): `pass` hands them on as they are, as interfaces with names in their paths need; `reject` answers 400, for an application that must never see one.',
      }),
    limits: z.array(limitSchema).prefault([]).meta({
      description: 'How often one client may ask; over it the edge answers 429 with Retry-After.',
    }),
    access: z.array(accessSchema).default([]).meta({
      description: 'Networks that may ask for a path; to all others the edge answers 403.',
    }),
    headers: z
      .record(
        z.string(),
        text({ is: 'a string', example: 'DENY', meant: String }, () => undefined),
      )
      .default({})
      .meta({
        description:
          "Headers of answers where the application does not send one of that name itself; `''` takes away one of ours: `x-content-type-options: nosniff`, `x-frame-options: SAMEORIGIN`, `referrer-policy: strict-origin-when-cross-origin` and, unless certificates are self-signed, `strict-transport-security: max-age=31536000`.",
      }),
    errorPages: z.record(z.string(), workspacePath('apps/api/error.html')).default({}).meta({
      description:
        'HTML files of at most 16 KiB, relative to the workspace, that the edge shows to browsers where it answers itself: by status (400, 401, 403, 404, 429, 502, 503, 504), or `any` for all others. The first `{{request-id}}` becomes the id of the request.',
    }),
    compress: compressSchema
      .prefault({})
      .meta({ description: 'What the edge compresses where the application did not.' }),
    uses: z
      .array(ofKind(z.enum(['postgres', 'redis']), { is: 'a data service', example: 'postgres' }))
      .default([])
      .meta({ description: 'Data services whose addresses the container gets in its environment.' }),
    migrate: command(['node', 'migrate.js']).optional().meta({
      description:
        'Command that brings the database up to date; runs once per release in the new image, before the switch. An image with an ENTRYPOINT gets it as its arguments.',
      defaultsTo: 'nothing runs',
    }),
    migrations: workspacePath('apps/api/migrations').optional().meta({
      description:
        'Folder of `.sql` files that `migrate` runs, relative to the workspace; new ones are checked for what breaks the old release.',
      defaultsTo: 'nothing is checked',
    }),
    environment: z
      .record(
        z.string(),
        text(
          {
            is: 'a string',
            example: 'info',
            meant: String,
            whenMissing: 'write a string, or set the variable that it is read from',
          },
          () => undefined,
        ),
      )
      .default({})
      .meta({
        description:
          'Environment variables of the container. Not for secrets: they are seen by whoever may inspect it.',
      }),
    memory: size({ min: '16MiB', reason: 'hardly any program starts with less' })
      .prefault('256MiB')
      .meta({ description: 'Memory limit of each container.' }),
    pids: integer({ is: 'a number of processes', example: 256 }, { min: 8, max: 1_000_000 })
      .default(256)
      .meta({ description: 'Limit of processes and threads in each container.' }),
    readOnly: flag().default(false).meta({
      description:
        'Whether the container may write nothing but `/tmp`, which is memory and empty at each start.',
    }),
  }),
  { is: 'an object', example: { image: 'nginx:1.29', hosts: ['www.example.com'], port: 80 } },
).meta({ oneOf: [{ required: ['project'] }, { required: ['image'] }, { required: ['context'] }] });

function command(example: string[]) {
  const words = z.array(
    text({ is: 'a word of the command', example: 'node', meant: String }, () => undefined),
  );
  return filled(words, 'word', example);
}
