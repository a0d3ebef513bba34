import type { Target } from '../target.ts';
import { execute, type Ran } from './engine.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** Asks Postgres over TCP from inside its own container, each statement in a transaction of its own; columns are divided by `|`. */
export function query(
  target: Target,
  postgres: string,
  login: Login,
  ...statements: readonly string[]
): Promise<Ran> {
  const { user, password, database } = login;
  const ours = ['-X', '-q', '-w', '-At', '-v', 'ON_ERROR_STOP=1'];
  const commands = statements.flatMap((statement) => ['-c', statement]);
  const command = ['psql', ...ours, '-h', '127.0.0.1', '-U', user, '-d', database, ...commands];
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
