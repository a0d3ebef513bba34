import { expect, inject, test } from 'vitest';
import { show } from '../../figures.ts';
import { scanTls } from '../scanner.ts';
import { findings } from '../tls-rules.ts';

const edge = inject('edge');
const [service] = edge.services;

test('a scanner finds nothing weak', async (context) => {
  const found = findings(await scanTls(service?.host ?? 'localhost', edge.https));
  const rows = found.map(({ rule, found, holds }) => ({ rule, found, holds: holds ? 'yes' : 'NO' }));
  show(context, 'TLS', rows);
  expect(found.filter(({ holds }) => !holds)).toEqual([]);
}, 300_000);
