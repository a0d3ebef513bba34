// Asks for a migration as an agent does, when its standard input ends; says what comes of it in JSON lines.
import { once } from 'node:events';
import { Secret } from '@causeway/release';
import pg from 'pg';
import { PostgresDatabases } from '../postgres-databases.ts';
import type { Order, Said } from './migrating-process.ts';

const { plan, release, password, migration }: Order = JSON.parse(process.argv[2] ?? '');
const databases = new PostgresDatabases(plan, async () => new Secret(password));

say({ said: 'ready' });
await once(process.stdin.resume(), 'end');
await databases.migrateOnce(release, migrate).then(
  (result) => say({ said: 'done', ...result }),
  (error: Error) => say({ said: 'failed', message: error.message }),
);

/** In a session of the service's own, as the container of a migration has. */
async function migrate(lost: AbortSignal): Promise<string> {
  const { address: host, port } = plan;
  const { service } = release;
  const client = new pg.Client({ host, port, user: service, database: service, password });
  client.on('error', () => {});
  // as the container is ended when the lock is lost
  lost.addEventListener('abort', () => client.end());
  await client.connect();
  await client.query('INSERT INTO run (by) VALUES ($1)', [process.pid]);
  say({ said: 'migrating' });
  if (migration === 'hang')
    await client.query("SELECT pg_sleep(86400); INSERT INTO run (by) VALUES ('nobody')");
  await client.end();
  return `by ${process.pid}`;
}

function say(what: Said): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
