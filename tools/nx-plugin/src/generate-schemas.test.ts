import { expect, test } from 'vitest';
import { generateSchemas } from './generate-schemas.ts';

// `node tools/nx-plugin/src/generate-schemas.ts` writes them anew
test.each(generateSchemas())('Nx shows the help of $file as the command words it', async ({ file, text }) => {
  await expect(text).toMatchFileSnapshot(file);
});
