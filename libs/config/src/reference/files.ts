import { join } from 'node:path';
import { renderInputType } from './input-type.ts';
import { renderJsonSchema } from './json-schema.ts';
import { renderPage } from './page.ts';
import { inputSchema } from './schema.ts';

const workspace = join(import.meta.dirname, '../../../..');

/** Everything that is generated from the schema, by absolute path. */
export function referenceFiles(): Record<string, string> {
  const schema = inputSchema();
  return {
    [join(workspace, 'docs/reference/platform-config.md')]: renderPage(schema),
    [join(workspace, 'docs/reference/platform-config.schema.json')]: renderJsonSchema(schema),
    [join(import.meta.dirname, '../generated/platform-input.ts')]: renderInputType(schema),
  };
}
