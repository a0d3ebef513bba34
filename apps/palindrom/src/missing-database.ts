import { escapeId } from 'mysql2';
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { DatabaseAddress } from './database-uri.ts';
import { Mistake, oneLine } from './mistake.ts';
import { mysqlOptions } from './mysql.ts';
import { preparing } from './patience.ts';
import { postgresqlOptions } from './postgresql.ts';
import type { Kind } from './schema.ts';

type Address<K extends Kind> = Extract<DatabaseAddress, { kind: K }>;

/** Whether the error says that the server is there but the database is not. */
export function saysDatabaseIsMissing(error: unknown): boolean {
  const { code } = error as { readonly code?: string };
  return code === '3D000' || code === 'ER_BAD_DB_ERROR';
}

/** Makes the database itself; does nothing when another does so at the same time. */
export async function createMissingDatabase(address: DatabaseAddress): Promise<void> {
  if (address.kind === 'sqlite') return;
  try {
    await (address.kind === 'mysql' ? createInMysql(address) : createInPostgresql(address));
  } catch (error) {
    throw new Mistake(
      `database ${address.database} does not exist and cannot be created (${oneLine(error)}); create it, or give ${address.user ?? 'the user'} the right to`,
    );
  }
}

async function createInMysql(address: Address<'mysql'>): Promise<void> {
  const connection = await mysql.createConnection({
    ...mysqlOptions(address, preparing),
    database: undefined,
  });
  try {
    await connection.query(
      `create database if not exists ${escapeId(address.database, true)} character set utf8mb4 collate utf8mb4_bin`,
    );
  } finally {
    await connection.end();
  }
}

async function createInPostgresql(address: Address<'postgresql'>): Promise<void> {
  const client = new pg.Client({ ...postgresqlOptions(address, preparing), database: 'postgres' });
  await client.connect();
  try {
    // `create database` has no "if not exists", so that one at a time looks and creates.
    await client.query(`select pg_advisory_lock(hashtext($1))`, [address.database]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      address.database,
    ]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(address.database)}`);
  } finally {
    await client.end();
  }
}
