import { type Generated, type Kysely, sql } from 'kysely';
import type { DatabaseAddress } from './database-uri.ts';

export type Kind = DatabaseAddress['kind'];

export interface Schema {
  readonly palindromes: PalindromesTable;
  readonly writes: WritesTable;
}

interface PalindromesTable {
  /** SHA-256 of the text in hex: a text of full length is too long for an index of MySQL or PostgreSQL. */
  readonly digest: string;
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly stored_at: number;
}

interface WritesTable {
  readonly seq: Generated<number>;
  readonly id: string;
  /** Size of the request's body. */
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly stored_at: number;
}

const tables = ['palindromes', 'writes'] as const;

const sequences = {
  sqlite: sql`integer primary key autoincrement`,
  mysql: sql`bigint auto_increment primary key`,
  postgresql: sql`bigint generated always as identity primary key`,
} satisfies Record<Kind, unknown>;

const ascii = {
  sqlite: sql``,
  postgresql: sql``,
  mysql: sql`character set ascii collate ascii_bin`,
} satisfies Record<Kind, unknown>;

const suffixes = {
  sqlite: sql``,
  postgresql: sql``,
  mysql: sql`engine = InnoDB default character set utf8mb4 collate utf8mb4_bin`,
} satisfies Record<Kind, unknown>;

/** Makes what is missing and leaves alone what is there. */
export async function createTables(db: Kysely<Schema>, kind: Kind): Promise<void> {
  await sql`create table if not exists palindromes (
    digest char(64) ${ascii[kind]} primary key,
    text text not null,
    stored_at bigint not null
  ) ${suffixes[kind]}`.execute(db);
  await sql`create table if not exists writes (
    seq ${sequences[kind]},
    id varchar(200) not null,
    bytes integer not null,
    stored_at bigint not null
  ) ${suffixes[kind]}`.execute(db);
}

export async function dropTables(db: Kysely<Schema>): Promise<void> {
  for (const table of tables) await db.schema.dropTable(table).ifExists().execute();
}
