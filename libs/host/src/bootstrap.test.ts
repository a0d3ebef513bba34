import { expect, test } from 'vitest';
import { bootstrap } from './bootstrap.ts';
import { exampleHost, exampleKeys } from './testing/example.ts';

test('a host with everything', async () => {
  await expect(bootstrap(exampleHost, exampleKeys)).toMatchFileSnapshot('golden/bootstrap.sh');
});
