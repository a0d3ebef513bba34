import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const repository = join(import.meta.dirname, '../../..');

type Files = Record<string, string>;

/** A real Nx workspace with a few projects, in a folder of its own. */
export class SmallWorkspace {
  readonly root = mkdtempSync(join(tmpdir(), 'check-layers-'));

  constructor() {
    cpSync(join(repository, 'package-lock.json'), join(this.root, 'package-lock.json'));
    symlinkSync(join(repository, 'node_modules'), join(this.root, 'node_modules'));
    this.write({
      'nx.json': analysis(true),
      'package.json': JSON.stringify({ name: 'small', private: true, workspaces: ['apps/*', 'libs/*'] }),
      'tsconfig.base.json': '{}',
      ...project('libs/config', ['layer:config']),
      ...project('libs/plan', ['layer:plan']),
      ...project('libs/edge', ['layer:edge']),
      ...project('libs/constructs', ['layer:constructs']),
      ...project('apps/verify', ['layer:verify']),
      'libs/config/src/index.ts': 'export const port = 1;\nexport type Port = number;\n',
      'libs/plan/src/index.ts': "export { port } from '@small/config';\n",
      'libs/edge/src/index.ts':
        "import { port } from '@small/plan';\nexport type Listener = number;\nexport const listener: Listener = port;\n",
      'libs/constructs/src/index.ts': "export { App } from 'cdktf';\n",
      'apps/verify/src/index.ts': "import { port } from '@small/config';\nconsole.log(port);\n",
    });
  }

  write(files: Files): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
  }

  /** As when TypeScript has no interface that Nx knows. */
  skipSourceAnalysis(): void {
    this.write({ 'nx.json': analysis(false) });
  }

  async checkLayers(): Promise<{ exitCode: number | undefined; stdout: string; violations: string[] }> {
    const program = join(import.meta.dirname, 'main.ts');
    const { exitCode, stdout, stderr } = await execa(process.execPath, [program], {
      cwd: this.root,
      reject: false,
      extendEnv: false,
      env: { ...ownEnvironment(), NX_ISOLATE_PLUGINS: 'false' },
    });
    return { exitCode, stdout, violations: stderr.split('\n').filter(Boolean) };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}

function analysis(analyzeSourceFiles: boolean): string {
  return JSON.stringify({ pluginsConfig: { '@nx/js': { analyzeSourceFiles } } });
}

export function project(root: string, tags: string[], dependencies: Files = {}): Files {
  const name = root.split('/').at(-1);
  const nx = { name, tags };
  const exports = { '.': './src/index.ts' };
  return {
    [`${root}/package.json`]: JSON.stringify({
      name: `@small/${name}`,
      type: 'module',
      exports,
      nx,
      dependencies,
    }),
  };
}

/** Without what Nx tells the tasks that it runs: it would look at the workspace of this test. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
}
