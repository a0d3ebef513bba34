import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const project = import.meta.dirname;
const output = resolve(project, process.argv[2] ?? 'dist/image');
const { version } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { version: string };

rmSync(output, { recursive: true, force: true });
await build({
  absWorkingDir: project,
  entryPoints: ['src/main.ts', 'src/create_db.ts', 'src/drop_db.ts'],
  outdir: output,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // pg asks for its native bindings in a try, and does without them.
  external: ['pg-native'],
  legalComments: 'none',
  logLevel: 'warning',
});
writeFileSync(
  join(output, 'package.json'),
  `${JSON.stringify({ name: 'palindrom', version, private: true, type: 'commonjs' }, null, 2)}\n`,
);
