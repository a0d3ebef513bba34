import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { freePort } from './free-port.ts';

/** More than the system would need to give one of its own twice. */
const many = 500;

test('none is given twice, nor to another process, nor is it one that the system gives to anybody', async () => {
  const ports = await Promise.all(Array.from({ length: many }, freePort));
  const program = `import { freePort } from './free-port.ts';
    console.log(JSON.stringify(await Promise.all(Array.from({ length: ${many} }, freePort))));`;
  const args = ['--input-type=module-typescript', '--eval', program];
  const others = JSON.parse(
    execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' }),
  );
  expect(new Set([...ports, ...others]).size).toBe(2 * many);
  expect(Math.max(...ports, ...others)).toBeLessThan(32_768);
});
