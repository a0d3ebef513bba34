// Changes a host again and again, and is killed at its nth call to the file system, or in the middle of its nth write.
import { default as files, promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { kill, pid } from 'node:process';

const [folder = '', http = '', https = '', port = '', of = '', at = ''] = process.argv.slice(2);
/** Not before the modules are loaded, which are files as well. */
let calls = Number.NEGATIVE_INFINITY;

function die(): never {
  kill(pid, 'SIGKILL');
  throw new Error('killed');
}

type Call = (...args: unknown[]) => unknown;

/** `half` is what a write has done by then. */
function counted(target: object, name: string, half?: Call) {
  const calling = target as Record<string, Call>;
  const real = calling[name] as Call;
  if (of === 'write' && !half) return;
  calling[name] = function (this: unknown, ...args) {
    calls += 1;
    if (calls !== Number(at)) return real.apply(this, args);
    const done = half?.call(this, ...args);
    return done instanceof Promise ? done.then(die) : die();
  };
}

for (const name of ['open', 'rename', 'rm', 'link', 'utimes', 'mkdir', 'writeFile']) counted(promises, name);
for (const name of ['openSync', 'renameSync', 'rmSync', 'fchownSync', 'fchmodSync', 'fsync', 'closeSync'])
  counted(files, name);
const writeSync = files.writeFileSync as Call;
counted(files, 'writeFileSync', (file, content) => writeSync(file, firstHalf(content)));
syncBuiltinESMExports();

const probe = await promises.open(import.meta.filename, 'r');
const handles = Object.getPrototypeOf(probe);
await probe.close();
const writeFile = handles.writeFile as Call;
counted(handles, 'writeFile', function (this: unknown, content) {
  return writeFile.call(this, firstHalf(content));
});
for (const name of ['sync', 'datasync', 'chmod', 'chown', 'truncate']) counted(handles, name);

// later: its files take the functions as they are when it is loaded
const { FaultyHost } = await import('./faulty-host.ts');
const { RunningEnvoy } = await import('./running-envoy.ts');
calls = 0;
const envoy = new RunningEnvoy(Number(http), Number(https), folder);
// what is validated is not what this is about, and each takes a start of the binary
const edge = { ...envoy, exec: async () => ({ exitCode: 0, output: '' }) };
const host = new FaultyHost(edge, Number(port));
for (;;) await host.change();

function firstHalf(content: unknown): string {
  const text = String(content);
  return text.slice(0, text.length / 2);
}
