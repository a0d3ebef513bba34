// Speaks the agent's protocol to the test of the client; the first argument names how it behaves.
import { once } from 'node:events';

const behaviours: Record<string, () => void> = {
  answers: () => {
    say({ event: { at: 1, step: 'start', state: 'waiting', detail: 'replica 1' } });
    say({ event: { at: 2, step: 'start', state: 'done' } });
    say({ result: { files: { 'lds.json': received } } });
  },
  refuses: () => say({ error: { message: 'palindrom: another release runs; wait for it' } }),
  vanishes: () => {
    say({ event: { at: 1, step: 'start', state: 'started' } });
    process.stderr.write('out of memory\n');
    process.exitCode = 137;
  },
  babbles: () => process.stdout.write('Segmentation fault, or so\n'),
  hangs: () => void setInterval(() => undefined, 1000),
  stopped: () => fail('Error response from daemon: Container 4711 is not running'),
  absent: () => fail('Error response from daemon: No such container: phrase-local-agent'),
  unreachable: () =>
    fail('Cannot connect to the Docker daemon at unix:///nowhere. Is the docker daemon running?'),
};

let received = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
  received += chunk;
});
await once(process.stdin, 'end');
behaviours[process.argv[2] ?? '']?.();

function say(message: unknown): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function fail(words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
