import type { PostgresPlan, ServicePlan } from '@causeway/plan';
import type { Databases, Release, Secret } from '@causeway/release';
import type { Client } from 'pg';
import { connected, type Superuser } from './connection.ts';
import { databaseUri } from './database-uri.ts';
import { begin, ensureLedger, finish, outputOf } from './ledger.ts';
import { lock, lockKeys, lockWithin, lossOf } from './lock.ts';
import {
  closeLargeObjects,
  closePublicSchema,
  ensureDatabase,
  ensureOwner,
  ensureReader,
  grantReading,
  retireReaders,
} from './roles.ts';
import { copyDatabase, dropUnfinished, type RunInServer } from './snapshot.ts';

/** Gives the password of a role, and makes it the first time. */
export type PasswordOf = (role: string) => Promise<Secret>;

/** One database and owner role per service, and the readers; the names are the service's. */
export class PostgresDatabases implements Databases {
  readonly #plan: PostgresPlan;
  readonly #server: Superuser;
  readonly #passwordOf: PasswordOf;
  readonly #runInServer: RunInServer;

  constructor(plan: PostgresPlan, passwordOf: PasswordOf, runInServer: RunInServer = noPrograms) {
    this.#plan = plan;
    this.#runInServer = runInServer;
    this.#server = { socket: plan.socket, port: plan.port };
    this.#passwordOf = passwordOf;
  }

  async reachable(): Promise<void> {
    await connected(this.#server, 'postgres', (client) => client.query('SELECT 1'));
  }

  async uri({ name }: ServicePlan): Promise<Secret> {
    const password = await this.#passwordOf(name);
    await this.ensure([name]);
    return databaseUri(this.#plan, name, password);
  }

  /** Makes what is missing for these services and the readers; changes nothing that is right already. */
  async ensure(services: readonly string[]): Promise<void> {
    await connected(this.#server, 'postgres', async (client) => {
      // Two sessions that grant on one object at once fail with "tuple concurrently updated".
      await lock(client, lockKeys.ensure);
      await client.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC');
      await retireReaders(client, this.#plan.readers);
      for (const reader of this.#plan.readers) await ensureReader(client, reader, await this.#reveal(reader));
      for (const service of services) {
        await ensureOwner(client, service, await this.#reveal(service));
        await ensureDatabase(client, service, service);
        await this.#grant(service);
      }
    });
  }

  async migrateOnce(
    release: Release,
    migration: (lost: AbortSignal) => Promise<string>,
    ended: AbortSignal = never,
  ): Promise<{ output: string; ran: boolean }> {
    return this.#locked(release, ended, async (client) => {
      await ensureLedger(client, release.service);
      const before = await outputOf(client, release);
      if (before !== undefined) return { output: before, ran: false };
      await begin(client, release);
      const output = await whileHeld(client, migration);
      await finish(client, release, output).catch(unrecorded);
      return { output, ran: true };
    });
  }

  async snapshot(release: Release, ended: AbortSignal = never): Promise<string> {
    return this.#locked(release, ended, (client) =>
      unlessEnded(
        ended,
        () => connected(this.#server, 'postgres', (other) => dropUnfinished(other, release.service)),
        () => whileHeld(client, () => copyDatabase(client, release, this.#runInServer)),
      ),
    );
  }

  /** One connection of one release at a time works on the schema of a service's database. */
  async #locked<T>(
    { service, id, settings }: Release,
    ended: AbortSignal,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    const { migrateLock } = settings.deploy;
    const asksFor = async (client: Client) => {
      const cancel = await this.#cancelOf(client);
      await unlessEnded(ended, cancel, () =>
        lockWithin(client, lockKeys.migration, migrateLock, this.#plan.container),
      );
    };
    return connected(
      this.#server,
      service,
      async (client) => {
        await asksFor(client);
        return work(client);
      },
      `causeway-migrate ${service} ${id}`,
    );
  }

  /** Has what the connection does fail; asked for through another. */
  async #cancelOf(client: Client): Promise<() => Promise<unknown>> {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const [session] = rows;
    return () =>
      connected(this.#server, 'postgres', (other) =>
        other.query('SELECT pg_cancel_backend($1)', [session?.pid]),
      );
  }

  async #grant(service: string): Promise<void> {
    await connected(this.#server, service, async (client) => {
      await closePublicSchema(client, service);
      await closeLargeObjects(client, service);
      for (const reader of this.#plan.readers) await grantReading(client, service, service, reader);
    });
  }

  async #reveal(role: string): Promise<string> {
    return (await this.#passwordOf(role)).reveal();
  }
}

/** Ends only with the work, since whoever was not waited for would go on beside the next. */
async function whileHeld<T>(client: Client, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const lost = lossOf(client);
  const [outcome] = await Promise.allSettled([work(lost)]);
  if (lost.aborted) throw lossWith(lost.reason, outcome);
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** Has `end` make the work fail when it is to end before its time. */
async function unlessEnded<T>(
  ended: AbortSignal,
  end: () => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  ended.throwIfAborted();
  // what cannot be ended goes on to its own deadline
  const onAbort = () => void end().catch(() => {});
  ended.addEventListener('abort', onAbort);
  try {
    return await work();
  } finally {
    ended.removeEventListener('abort', onAbort);
  }
}

/** The work's own error is kept: it has the last lines of what was ended. */
function lossWith(loss: Error, outcome: PromiseSettledResult<unknown>): Error {
  if (outcome.status === 'fulfilled') return loss;
  const error: Error = outcome.reason;
  return new Error(`${loss.message}\n${error.message}`, { cause: error });
}

function unrecorded(error: Error): never {
  throw new Error(
    `the migration ended well, and the database did not take that down: ${error.message}; it does not count as done, and the next release runs it again`,
    { cause: error },
  );
}

const never = new AbortController().signal;

const noPrograms: RunInServer = async () => {
  throw new Error(
    'nothing was said of how to run a program in the container of Postgres; release with deploy.snapshot false',
  );
};
