import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withBundleLock } from './lock.ts';
import { report, TryOut } from './testing/try-out.ts';

/** A Node process that waits for another. */
const limit = 60_000;

let tryOut: TryOut;

beforeEach(() => {
  tryOut = new TryOut();
  tryOut.withoutNx("require('node:fs').writeFileSync('bundled', '')");
  tryOut.config({ image: undefined, project: 'api' });
  tryOut.write('apps/api/Dockerfile', 'FROM scratch\n');
  tryOut.script({ release: [[{ result: report }]] });
});

afterEach(() => tryOut.remove());

test.each([['image'], ['release']])(
  'bundles nothing while another reads what is bundled: %s',
  { timeout: limit },
  async (name) => {
    const isBundled = () => existsSync(tryOut.path('bundled'));
    const other = Promise.withResolvers<boolean>();
    const reading = withBundleLock(fail, () => other.promise, tryOut.path('.causeway'));
    const command = tryOut.causeway(name, 'api');
    for await (const line of command.iterable({ from: 'stderr' }))
      if (line.startsWith('waiting for another run (bundles, process ')) other.resolve(isBundled());
    other.resolve(true);
    expect(await reading).toBe(false);
    expect(isBundled()).toBe(true);
    expect((await command).exitCode).toBe(0);
  },
);

function fail(line: string): never {
  throw new Error(line);
}
