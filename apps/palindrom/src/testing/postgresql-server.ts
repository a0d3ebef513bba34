import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serverAccount } from './account.ts';
import { Child, run } from './child.ts';
import { type DatabaseServer, password } from './database-server.ts';
import { serverDirectory } from './directory.ts';
import { freePort } from './free-port.ts';
import { findProgram } from './installed.ts';

export const postgresqlProgram = findProgram('postgres');

export async function startPostgresql(): Promise<DatabaseServer> {
  const program = postgresqlProgram ?? 'postgres';
  const directory = serverDirectory();
  const port = await freePort();
  await initialise(dirname(program), directory);
  let server: Child | undefined;
  const start = async () => {
    server = new Child(program, serverArguments(directory, port), { cwd: directory, ...serverAccount() });
    await server.printed(/ready to accept connections/);
  };
  const stop = async () => {
    await server?.end('SIGINT');
  };
  await start();
  return {
    uri: (database) =>
      `postgresql+psycopg2://owner:${encodeURIComponent(password)}@[::1]:${port}/${database}`,
    start,
    stop,
    remove: async () => {
      await stop();
      rmSync(directory, { recursive: true });
    },
  };
}

async function initialise(programs: string, directory: string): Promise<void> {
  const passwordFile = join(directory, 'password');
  writeFileSync(passwordFile, password);
  const data = join(directory, 'data');
  const options = ['--username=owner', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-sync'];
  await run(join(programs, 'initdb'), [`--pgdata=${data}`, '--encoding=UTF8', '--locale=C', ...options], {
    cwd: directory,
    ...serverAccount(),
  });
}

function serverArguments(directory: string, port: number): string[] {
  const settings = {
    port,
    listen_addresses: '127.0.0.1,::1',
    unix_socket_directories: directory,
    fsync: 'off',
  };
  return [
    '-D',
    join(directory, 'data'),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}
