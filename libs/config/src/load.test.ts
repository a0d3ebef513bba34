import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPlatform } from './load.ts';
import { configErrorOf } from './testing/config-error-of.ts';
import { temporaryWorkspace } from './testing/temporary-workspace.ts';

const file = 'stacks/platform.config.ts';

describe('mistakes', () => {
  test('all are reported at once, in the order of the file', async () => {
    const { message } = await errorOf(`
import { definePlatform } from '@causeway/config';
export default definePlatform({
  targets: { local: { http: 80, https: 80 } },
  services: {
    api: {
      image: 'api:1.0',
      port: '3000',
      hosts: ['API.example.com', 'api.example.com/v1'],
      block: ['internal'],
      uses: ['redis'],
    },
  },
  name: 'Phrase',
});
`);
    expect(message.split('\n')).toEqual([
      'stacks/platform.config.ts:4 targets.local.https: must not be the port of http (got 80); write 443',
      'stacks/platform.config.ts:8 services.api.port: must be a port (got "3000"); write 3000',
      'stacks/platform.config.ts:9 services.api.hosts[0]: must be in lower case, as clients send it (got "API.example.com"); write "api.example.com"',
      'stacks/platform.config.ts:9 services.api.hosts[1]: must be a host name without a path (got "api.example.com/v1"); write "api.example.com"',
      'stacks/platform.config.ts:10 services.api.block[0]: must start with "/" (got "internal"); write "/internal"',
      'stacks/platform.config.ts:11 services.api.uses[0]: needs data.redis, which this platform does not have (got "redis"); write data: { redis: {} }',
      'stacks/platform.config.ts:14 name: must start with a letter, hold only a-z, 0-9 and single "-" between them, and have at most 30 characters (got "Phrase"); write "phrase"',
    ]);
  });

  test('are data as well', async () => {
    const { mistakes } = await errorOf(config({ port: '0' }));
    expect(mistakes).toEqual([
      {
        file,
        line: 3,
        path: 'services.api.port',
        message: 'services.api.port: must be at least 1 (got 0); write 1 or more',
      },
    ]);
  });

  test('behind a name, a spread and a cast are located where they are written', async () => {
    const { mistakes } = await errorOf(`
const usual = {
  port: 0,
};
const api = { ...usual, image: 'api:1.0', hosts: ['localhost'] };
const config = {
  name: 'phrase',
  services: { api },
  targets: { local: { http: 8080, https: 8443 } },
} as const;
export default config;
`);
    expect(mistakes).toMatchObject([{ line: 3, path: 'services.api.port' }]);
  });

  test('in what is computed are located at the nearest place that is written out', async () => {
    const { mistakes } = await errorOf(`
const service = (image) => ({ image, hosts: ['localhost'], port: 0 });
export default {
  name: 'phrase',
  services: {
    api: [service('api:1.0')][0],
  },
  targets: { local: { http: 8080, https: 8443 } },
};
`);
    expect(mistakes).toMatchObject([{ line: 6, path: 'services.api.port' }]);
  });

  test('do not show the value of a secret', async () => {
    const { message } = await errorOf(config({ environment: "{ DB_PASSWORD: 'hunter2' }" }));
    expect(message).not.toContain('hunter2');
  });
});

test('a secret from the environment of who deploys is fine', async () => {
  process.env.CAUSEWAY_TEST_TOKEN = 'from-the-shell';
  const platform = await load(config({ environment: '{ API_TOKEN: process.env.CAUSEWAY_TEST_TOKEN }' }));
  expect(platform.services.api?.environment).toEqual({ API_TOKEN: 'from-the-shell' });
});

test('a file that changed is read again', async () => {
  const path = join(temporaryWorkspace({ [file]: config({ port: '3000' }) }), file);
  const before = await loadPlatform(path);
  writeFileSync(path, config({ port: '4000' }));
  const after = await loadPlatform(path);
  expect([before.services.api?.port, after.services.api?.port]).toEqual([3000, 4000]);
});

describe('a file that cannot be read', () => {
  test('is not there', async () => {
    const path = join(temporaryWorkspace({}), file);
    expect((await configErrorOf(() => loadPlatform(path))).message).toBe(
      'stacks/platform.config.ts: there is no such file; write one that ends in export default definePlatform({ … }), or name another',
    );
  });

  test('does not compile', async () => {
    expect((await errorOf("export default {\n  name: 'phrase'\n  services: {},\n};\n")).message).toBe(
      "stacks/platform.config.ts:3 does not compile: ',' expected; correct the syntax there",
    );
  });

  test('holds TypeScript that Node does not run', async () => {
    expect((await errorOf('\nenum Size { Small }\nexport default { Size };\n')).message).toBe(
      'stacks/platform.config.ts:2 throws when it is imported: TypeScript enum is not supported in strip-only mode; correct what runs there',
    );
  });

  test('throws', async () => {
    expect((await errorOf("\n\nthrow new Error('no luck.');\n")).message).toBe(
      'stacks/platform.config.ts:3 throws when it is imported: no luck; correct what runs there',
    );
  });

  test('imports what is not there', async () => {
    expect((await errorOf("\nimport { api } from './services.ts';\nexport default { api };\n")).message).toBe(
      "stacks/platform.config.ts:2 throws when it is imported: Cannot find module 'stacks/services.ts' imported from stacks/platform.config.ts; correct what runs there",
    );
  });

  test('imports a file that throws', async () => {
    const files = {
      [file]: "import './services.ts';\nexport default {};\n",
      'stacks/services.ts': "\nthrow new Error('no luck');\n",
    };
    const path = join(temporaryWorkspace(files), file);
    expect((await configErrorOf(() => loadPlatform(path))).message).toBe(
      'stacks/services.ts:2 throws when it is imported: no luck; correct what runs there',
    );
  });

  test('has no default export', async () => {
    expect((await errorOf('export const platform = {};\n')).message).toBe(
      'stacks/platform.config.ts: has no default export; write export default definePlatform({ … })',
    );
  });

  test('exports a function', async () => {
    expect((await errorOf('export default () => ({});\n')).message).toBe(
      'stacks/platform.config.ts: exports something else than an object by default; write export default definePlatform({ … })',
    );
  });
});

function config({ port = '3000', environment = '{}' }): string {
  return `export default {
  name: 'phrase',
  services: { api: { image: 'api:1.0', hosts: ['localhost'], port: ${port}, environment: ${environment} } },
  targets: { local: { http: 8080, https: 8443 } },
};
`;
}

function load(text: string) {
  return loadPlatform(join(temporaryWorkspace({ [file]: text }), file));
}

function errorOf(text: string) {
  const path = join(temporaryWorkspace({ [file]: text }), file);
  return configErrorOf(() => loadPlatform(path));
}
