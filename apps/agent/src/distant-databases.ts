import { once } from 'node:events';
import { connect } from 'node:net';
import { databaseUri } from '@causeway/database';
import type { DistantPlan } from '@causeway/plan';
import type { Databases, Secret } from '@causeway/release';

/** Between two machines of one network; longer is none at all. Milliseconds. */
const connectTimeout = 5000;

/** The password of a role; undefined where nobody has handed it over. */
export type KnownPassword = (role: string) => Secret | undefined;

/** The databases of the target's first host, which makes them, and runs the migrations. */
export class DistantDatabases implements Databases {
  readonly #plan: DistantPlan;
  readonly #passwordOf: KnownPassword;

  constructor(plan: DistantPlan, passwordOf: KnownPassword) {
    this.#plan = plan;
    this.#passwordOf = passwordOf;
  }

  async reachable(): Promise<void> {
    const { address: host, port } = this.#plan;
    const socket = connect({ host, port });
    try {
      await once(socket, 'connect', { signal: AbortSignal.timeout(connectTimeout) });
    } catch (error) {
      throw new Error(
        `Postgres of the first host, ${host}:${port}, takes no connection from here (${reasonOf(error as Error)}); look whether it runs, and whether its firewall lets this host in: \`prepare\``,
      );
    } finally {
      socket.destroy();
    }
  }

  async uri({ name }: { readonly name: string }): Promise<Secret> {
    const password = this.#passwordOf(name);
    if (!password)
      throw new Error(`the first host has not handed over the password of "${name}" yet; run \`deploy\``);
    return databaseUri(this.#plan, name, password);
  }

  migrateOnce(): Promise<never> {
    return Promise.reject(new Error('migrations run on the first host of the target, and not here'));
  }

  snapshot(): Promise<never> {
    return this.migrateOnce();
  }
}

function reasonOf(error: Error): string {
  return error.name === 'AbortError' ? `no answer in ${connectTimeout / 1000} s` : error.message;
}
