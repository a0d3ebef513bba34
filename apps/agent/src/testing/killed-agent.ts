// Changes a host again and again, and is killed at its nth call to the file system, in the middle of one if that writes.
import { promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { kill, pid } from 'node:process';

const [folder = '', http = '', https = '', port = '', at = ''] = process.argv.slice(2);
let calls = 0;

function die(): never {
  kill(pid, 'SIGKILL');
  throw new Error('killed');
}

type Call = (...args: unknown[]) => Promise<unknown>;

function counted(
  target: Record<string, Call>,
  name: string,
  half?: (self: unknown, args: unknown[]) => Promise<unknown>,
) {
  const real = target[name] as Call;
  target[name] = async function (this: unknown, ...args) {
    calls += 1;
    if (calls === Number(at)) {
      await half?.call(undefined, this, args);
      die();
    }
    return real.apply(this, args);
  };
}

for (const name of ['open', 'rename', 'rm', 'link', 'utimes', 'mkdir', 'writeFile'])
  counted(promises as unknown as Record<string, Call>, name);
syncBuiltinESMExports();

const probe = await promises.open(import.meta.filename, 'r');
const handles = Object.getPrototypeOf(probe);
await probe.close();
calls = 0;
const writeFile = handles.writeFile as Call;
counted(handles, 'writeFile', (self, [content]) => {
  const text = String(content);
  return writeFile.call(self, text.slice(0, text.length / 2));
});
for (const name of ['sync', 'datasync', 'chmod', 'chown', 'truncate']) counted(handles, name);

// later: its files take the functions as they are when it is loaded
const { FaultyHost } = await import('./faulty-host.ts');
const { RunningEnvoy } = await import('./running-envoy.ts');
const envoy = new RunningEnvoy(Number(http), Number(https), folder);
// what is validated is not what this is about, and each takes a start of the binary
const edge = { ...envoy, exec: async () => ({ exitCode: 0, output: '' }) };
const host = new FaultyHost(edge, Number(port));
for (;;) await host.change();
