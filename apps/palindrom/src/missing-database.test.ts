import { type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from './create-database.ts';
import { openDatabase } from './database.ts';
import { parseDatabaseUri } from './database-uri.ts';
import { preparing } from './patience.ts';
import type { DatabaseServer } from './testing/database-server.ts';
import { mariadbProgram, startMariadb } from './testing/mariadb-server.ts';
import { postgresqlProgram, startPostgresql } from './testing/postgresql-server.ts';

const servers = {
  PostgreSQL: {
    program: postgresqlProgram,
    start: startPostgresql,
    existing: 'postgres',
    guest: [sql`create role guest login password 'pw'`, sql`create database lent owner guest`],
    refusal:
      'database own does not exist and cannot be created (permission denied to create database); create it, or give guest the right to',
  },
  MariaDB: {
    program: mariadbProgram,
    start: startMariadb,
    existing: 'mysql',
    guest: [
      sql`create user guest@'%' identified by 'pw'`,
      sql`create database lent`,
      sql`grant all on lent.* to guest@'%'`,
    ],
    // It does not tell such a user whether the database exists.
    refusal: "Access denied for user 'guest'@'%' to database 'own'",
  },
};

describe.each(Object.entries(servers))(
  'a user of %s without the right to create databases',
  (_name, kind) => {
    const there = test.skipIf(!kind.program);
    let server: DatabaseServer;
    beforeAll(async () => {
      if (!kind.program) return;
      server = await kind.start();
      await runAsOwner(server.uri(kind.existing), kind.guest);
    });
    afterAll(() => server?.remove());

    there('makes tables in the one that it was given', async () => {
      await expect(createDatabase(guestAddress(server, 'lent'))).resolves.toBeUndefined();
    });

    there('is told what is missing', async () => {
      await expect(createDatabase(guestAddress(server, 'own'))).rejects.toThrow(kind.refusal);
    });
  },
);

async function runAsOwner(uri: string, statements: readonly RawBuilder<unknown>[]): Promise<void> {
  const { db } = openDatabase(parseDatabaseUri(uri), preparing);
  for (const statement of statements) await statement.execute(db);
  await db.destroy();
}

function guestAddress(server: DatabaseServer, database: string) {
  const uri = new URL(server.uri(database));
  uri.username = 'guest';
  uri.password = 'pw';
  return parseDatabaseUri(uri.href);
}
