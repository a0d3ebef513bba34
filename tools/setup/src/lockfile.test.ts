import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeLockFile, missingPackages } from './lockfile.ts';
import { workspacePath } from './paths.ts';

const partial = {
  packages: {
    'node_modules/tool': {
      version: '2.0.0',
      optionalDependencies: { '@tool/darwin-arm64': '2.0.0', '@tool/linux-x64': '2.0.0' },
    },
    'node_modules/tool/node_modules/@tool/linux-x64': { version: '2.0.0' },
  },
};

describe('the lock file', () => {
  it('of this workspace names every optional package, or `npm ci` refuses it: run src/complete-lockfile.ts', () => {
    expect(
      missingPackages(JSON.parse(readFileSync(join(workspacePath, 'package-lock.json'), 'utf8'))),
    ).toEqual([]);
  });

  it('finds a package beside the one that needs it', () => {
    expect(missingPackages(partial)).toEqual([{ name: '@tool/darwin-arm64', version: '2.0.0' }]);
  });

  it('is completed with what the name tells of the platform', () => {
    expect(completeLockFile(partial).packages['node_modules/@tool/darwin-arm64']).toEqual({
      version: '2.0.0',
      cpu: ['arm64'],
      dev: true,
      optional: true,
      os: ['darwin'],
    });
    expect(missingPackages(completeLockFile(partial))).toEqual([]);
  });
});
