import type { Target } from '../target.ts';
import { execute, type Ran } from './engine.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Asks Postgres over TCP from inside its own container; rows are lines, columns divided by `|`. */
export function query(
  target: Target,
  postgres: string,
  { user, password, database }: Login,
  sql: string,
): Promise<Ran> {
  const command = [
    'psql',
    '-X',
    '-w',
    '-h',
    '127.0.0.1',
    '-U',
    user,
    '-d',
    database,
    '-v',
    'ON_ERROR_STOP=1',
    '-At',
    '-c',
    sql,
  ];
  return execute(target, postgres, command, { environment: { PGPASSWORD: password } });
}

/** The login that a service's container is given. */
export function loginOf(uri: string): Login {
  const { username, password, pathname } = new URL(uri);
  return {
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: pathname.slice(1),
  };
}
