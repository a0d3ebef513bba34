import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/**
 * Libraries load them whether they are used or not; together they are 4 MB of program and 13 MB of memory. An engine is reached
 * by its socket alone and builds nothing in a session (dockerode), and keys are made by Node (acme-client).
 */
const unused = /node_modules\/(@grpc|protobufjs|ssh2)\/|\/acme-client\/src\/crypto\/forge\.js$/;

const withoutUnused: Plugin = {
  name: 'without unused',
  setup({ onLoad }) {
    onLoad({ filter: unused }, () => ({ contents: 'module.exports = {}' }));
  },
};

const output = join(import.meta.dirname, 'dist/image');

rmSync(output, { recursive: true, force: true });
await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: { agent: 'src/main.ts', health: 'src/health.ts', connect: 'src/connect.ts' },
  outdir: output,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  // Node keeps the program's text, and one letter beyond Latin-1 in a comment doubles it
  minifyWhitespace: true,
  minifySyntax: true,
  // short enough for a stack to say where
  lineLimit: 120,
  legalComments: 'none',
  // pg asks for its native bindings in a try, and does without them.
  external: ['pg-native'],
  plugins: [withoutUnused],
  logLevel: 'warning',
});
