import { join } from 'node:path';
import { type Family, words } from './family.ts';

export const node: Family = {
  name: 'node',
  applications: [
    'express4',
    'express5',
    'express4-mounted',
    'express5-mounted',
    'express4-decoding',
    'express5-decoding',
    'koa-router',
    'koa-mount',
    'fastify4',
    'fastify5',
    'fastify4-lax',
    'fastify5-lax',
    'hapi',
    'hono',
  ],
  needs: 'npm',
  install: [{ file: 'npm', args: ['ci', '--ignore-scripts', '--no-audit', '--no-fund'] }],
  start: (folder, asked) => ({ file: 'node', args: [join(folder, 'serve.mjs'), ...words(asked)] }),
};
