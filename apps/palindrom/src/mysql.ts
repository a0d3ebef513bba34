import { type Dialect, MysqlDialect } from 'kysely';
import { type ConnectionOptions, createPool } from 'mysql2';
import type { DatabaseAddress } from './database-uri.ts';

type MysqlAddress = Extract<DatabaseAddress, { kind: 'mysql' }>;

export function mysqlDialect(address: MysqlAddress): Dialect {
  const pool = createPool({ ...mysqlOptions(address), connectionLimit: 10 });
  return new MysqlDialect({ pool });
}

export function mysqlOptions(address: MysqlAddress): ConnectionOptions {
  return {
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    charset: 'utf8mb4',
    connectTimeout: 2000,
  };
}
