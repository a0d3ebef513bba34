import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverAccount } from './account.ts';
import { Child, run } from './child.ts';
import { type DatabaseServer, password } from './database-server.ts';
import { serverDirectory } from './directory.ts';
import { freePort } from './free-port.ts';
import { findProgram } from './installed.ts';

export const mariadbProgram = findProgram('mariadbd');

export async function startMariadb(): Promise<DatabaseServer> {
  const directory = serverDirectory();
  const port = await freePort();
  await initialise(directory);
  let server: Child | undefined;
  const start = async () => {
    server = new Child(mariadbProgram ?? 'mariadbd', serverArguments(directory, port), serverAccount());
    await server.printed(/ready for connections/);
  };
  const stop = async () => {
    await server?.end('SIGTERM');
  };
  await start();
  return {
    uri: (database) => `mysql+pymysql://owner:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
    start,
    stop,
    remove: async () => {
      await stop();
      rmSync(directory, { recursive: true });
    },
  };
}

async function initialise(directory: string): Promise<void> {
  writeFileSync(
    join(directory, 'owner.sql'),
    `set names utf8mb4;\ncreate or replace user owner@'%' identified by '${password}';\ngrant all on *.* to owner@'%' with grant option;\n`,
  );
  const options = ['--no-defaults', `--datadir=${join(directory, 'data')}`, '--skip-test-db'];
  await run('mariadb-install-db', [...options, '--auth-root-authentication-method=normal'], serverAccount());
}

function serverArguments(directory: string, port: number): string[] {
  return [
    '--no-defaults',
    `--datadir=${join(directory, 'data')}`,
    `--socket=${join(directory, 'socket')}`,
    `--pid-file=${join(directory, 'pid')}`,
    `--init-file=${join(directory, 'owner.sql')}`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--character-set-server=latin1',
    '--skip-name-resolve',
  ];
}
