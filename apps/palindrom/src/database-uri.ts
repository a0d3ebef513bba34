import { Mistake } from './mistake.ts';

export type DatabaseAddress =
  | { readonly kind: 'sqlite'; readonly file: string }
  | ({ readonly kind: 'mysql' } & ServerAddress)
  | ({ readonly kind: 'postgresql'; readonly tls: Tls } & ServerAddress);

export interface ServerAddress {
  /** A name, an address, or the directory of a unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
  readonly database: string;
}

type Tls = 'off' | 'encrypt' | 'verify';

const examples =
  'sqlite:///file.db, mysql://user:password@host:3306/name or postgresql://user:password@host:5432/name';

/** No message repeats the URI: it holds a password. */
export function parseDatabaseUri(uri: string): DatabaseAddress {
  const scheme = /^([a-z0-9+]+):\/\//i.exec(uri)?.[1]?.toLowerCase();
  switch (scheme) {
    case 'sqlite':
      return { kind: 'sqlite', file: sqliteFile(uri) };
    case 'mysql':
    case 'mysql+pymysql':
      return mysqlAddress(parseUrl(uri));
    case 'postgres':
    case 'postgresql':
    case 'postgresql+psycopg2':
      return postgresqlAddress(parseUrl(uri));
    default:
      throw mistake(`${scheme ? `does not know ${scheme}://` : 'has no scheme'}; write ${examples}`);
  }
}

/** The address for a person to read, without its password. */
export function nameAddress(address: DatabaseAddress): string {
  if (address.kind === 'sqlite') return `SQLite file ${address.file}`;
  return `${address.kind} database ${address.database} at ${address.host}, port ${address.port}`;
}

/** Three slashes and a path from the working directory, or four for one from the root, as SQLAlchemy has it. */
function sqliteFile(uri: string): string {
  const rest = uri.slice('sqlite://'.length);
  if (rest === '' || rest === '/') return ':memory:';
  if (!rest.startsWith('/')) throw mistake('has only two slashes after sqlite:; write sqlite:///file.db');
  if (/[?#]/.test(rest)) throw mistake('takes no options after a SQLite file; write ? as %3F and # as %23');
  return decoded(rest.slice(1), 'file');
}

function parseUrl(uri: string): URL {
  // A user without a host is well known for unix sockets, but not to the standard.
  const url = URL.parse(uri.replace('@/', '@localhost/'));
  if (!url) throw mistake(`is not a URI; write ${examples}, with special characters of the password as %xx`);
  if (url.hash) throw mistake('has a # in it; write it as %23');
  return url;
}

function mysqlAddress(url: URL): DatabaseAddress {
  // The connection speaks utf8mb4 whatever is asked for, or emoji would be lost.
  options(url, ['charset']);
  return { kind: 'mysql', ...serverAddress(url, 3306) };
}

function postgresqlAddress(url: URL): DatabaseAddress {
  const { host, sslmode } = options(url, ['host', 'sslmode']);
  const address = serverAddress(url, 5432);
  return { kind: 'postgresql', ...address, host: host ?? address.host, tls: tls(sslmode ?? 'prefer') };
}

function serverAddress(url: URL, defaultPort: number): ServerAddress {
  const database = decoded(url.pathname.slice(1), 'database name');
  if (!database || database.includes('/'))
    throw mistake('needs one database name after the host; write …@host/name');
  return {
    host: decoded(url.hostname.replace(/^\[(.*)\]$/, '$1'), 'host') || 'localhost',
    port: Number(url.port || defaultPort),
    ...(url.username && { user: decoded(url.username, 'user') }),
    ...(url.password && { password: decoded(url.password, 'password') }),
    database,
  };
}

function options<Name extends string>(url: URL, known: readonly Name[]): Partial<Record<Name, string>> {
  const unknown = [...url.searchParams.keys()].filter((name) => !known.includes(name as Name));
  if (unknown.length > 0)
    throw mistake(`has the unknown option ${unknown.join(', ')}; it may have ${known.join(', ')}`);
  return Object.fromEntries(url.searchParams) as Partial<Record<Name, string>>;
}

function tls(mode: string): Tls {
  const modes: Readonly<Record<string, Tls>> = {
    disable: 'off',
    allow: 'off',
    prefer: 'off',
    require: 'encrypt',
    'verify-ca': 'verify',
    'verify-full': 'verify',
  };
  const found = modes[mode];
  if (!found) throw mistake(`has an unknown sslmode; write one of ${Object.keys(modes).join(', ')}`);
  return found;
}

function decoded(text: string, part: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw mistake(`has a % in its ${part} that escapes nothing; write it as %25`);
  }
}

function mistake(problem: string): Mistake {
  return new Mistake(`DATABASE_URI: ${problem}`);
}
