import { expect, test } from 'vitest';
import { output, run } from './process.ts';

const node = { file: process.execPath, deadline: 30_000, task: 'try' };

test('returns exit code and both streams, and passes lines on as they come', async () => {
  const lines: string[] = [];
  const args = ['--eval', 'console.log("one"); console.error("two"); process.exitCode = 3'];
  const outcome = await run({ ...node, args, onLine: (line, stream) => lines.push(`${stream} ${line}`) });
  expect(outcome).toMatchObject({ exitCode: 3, stdout: 'one', stderr: 'two' });
  expect(lines.sort()).toEqual(['stderr two', 'stdout one']);
});

test('a program that must succeed fails with what it said last', async () => {
  const args = ['--eval', 'console.error("no space left"); process.exitCode = 1'];
  await expect(output({ ...node, args })).rejects.toMatchObject({
    kind: 'failed',
    message: 'try: no space left',
  });
});

test('a missing program says so and what to do', async () => {
  await expect(run({ ...node, file: 'no-such-program', args: [] })).rejects.toMatchObject({
    kind: 'obstacle',
    message: 'no-such-program: not found on the path; run `npm run deploy`, which sets the machine up',
  });
});

test('a program that a signal ends has an exit code too, as in a shell', async () => {
  const args = ['--eval', 'console.error("one"); process.kill(process.pid, "SIGKILL")'];
  expect(await run({ ...node, args })).toMatchObject({
    exitCode: 137,
    stderr: expect.stringMatching(/\nit was ended by SIGKILL$/),
  });
});

test('a program that does not end is stopped at its deadline', async () => {
  const args = ['--eval', 'setInterval(() => undefined, 1000)'];
  await expect(run({ ...node, args, deadline: 500 })).rejects.toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(/^try: no end after .* s, so it was stopped; run the command again$/),
  });
});

test('a program that is stopped is not waited for through what it has started, which has its output', async () => {
  const lines: string[] = [];
  const heir = { file: 'sh', args: ['-c', 'tail -f /dev/null & echo $!; wait'], task: 'try' };
  const stopped = run({ ...heir, deadline: 500, onLine: (line) => lines.push(line) });
  await expect(stopped).rejects.toMatchObject({ kind: 'failed' });
  process.kill(Number(lines[0]), 'SIGKILL');
});
