import { type Dialect, MysqlDialect } from 'kysely';
import { type ConnectionOptions, createPool } from 'mysql2';
import type { DatabaseAddress } from './database-uri.ts';
import type { Patience } from './patience.ts';

type MysqlAddress = Extract<DatabaseAddress, { kind: 'mysql' }>;

export function mysqlDialect(address: MysqlAddress, patience: Patience): Dialect {
  const pool = createPool({ ...mysqlOptions(address, patience), connectionLimit: 10 });
  return new MysqlDialect({ pool });
}

export function mysqlOptions(address: MysqlAddress, patience: Patience): ConnectionOptions {
  return {
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    charset: 'utf8mb4',
    connectTimeout: patience.connect,
  };
}
