import type { PostgresPlan, ServicePlan } from '@causeway/plan';
import { type Databases, Secret } from '@causeway/release';
import type { Client } from 'pg';
import { connected, type Superuser } from './connection.ts';
import {
  closeLargeObjects,
  closePublicSchema,
  ensureDatabase,
  ensureOwner,
  ensureReader,
  grantReading,
  retireReaders,
} from './roles.ts';

/** First key of our advisory locks, so that they never meet an application's. */
const lockNamespace = 0x63617573;

const lockKeys = { migration: 0, ensure: 1 } as const;

/** Gives the password of a role, and makes it the first time. */
export type PasswordOf = (role: string) => Promise<Secret>;

/** One database and owner role per service, and the readers; the names are the service's. */
export class PostgresDatabases implements Databases {
  readonly #plan: PostgresPlan;
  readonly #server: Superuser;
  readonly #passwordOf: PasswordOf;

  constructor(plan: PostgresPlan, passwordOf: PasswordOf) {
    this.#plan = plan;
    this.#server = { socket: plan.socket, port: plan.port };
    this.#passwordOf = passwordOf;
  }

  async reachable(): Promise<void> {
    await connected(this.#server, 'postgres', (client) => client.query('SELECT 1'));
  }

  async uri({ name }: ServicePlan): Promise<Secret> {
    const password = (await this.#passwordOf(name)).reveal();
    await this.ensure([name]);
    const { address, port } = this.#plan;
    return new Secret(`postgresql://${name}:${encodeURIComponent(password)}@${address}:${port}/${name}`);
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

  async locked<T>({ name }: ServicePlan, work: () => Promise<T>): Promise<T> {
    return connected(this.#server, name, async (client) => {
      await lock(client, lockKeys.migration);
      return work();
    });
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

/** Held until the connection ends. Another's migration may take longer than a statement of ours. */
async function lock(client: Client, key: number): Promise<void> {
  await client.query('SET statement_timeout = 0');
  await client.query('SELECT pg_advisory_lock($1, $2)', [lockNamespace, key]);
  await client.query('RESET statement_timeout');
}
