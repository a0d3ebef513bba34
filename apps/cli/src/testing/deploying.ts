import { TryOut } from './try-out.ts';

/** As TryOut, with stand-ins for whatever else a deploy starts: each says that there is nothing to do. */
export class Deploying extends TryOut {
  constructor() {
    super();
    this.write('bin/docker', docker(this.folder), 0o755);
    this.write('bin/terraform', terraform, 0o755);
    this.write('tools/setup/src/main.ts', '');
    this.write('stacks/main.ts', synthesis);
    this.write('apps/agent/Dockerfile', 'FROM scratch\n');
    this.withoutNx();
  }
}

const synthesis = `
import { mkdirSync, writeFileSync } from 'node:fs';
const stack = process.argv[process.argv.indexOf('--out') + 1] + '/stacks/host';
mkdirSync(stack, { recursive: true });
writeFileSync(stack + '/cdk.tf.json', '{"resource": {}}');
`;

const terraform = `#!/bin/sh
case "$1" in
  version) echo 'Terraform v1' ;;
  show) echo 'No changes.' ;;
esac
`;

function docker(folder: string): string {
  const agent = new URL('scripted-agent.ts', import.meta.url).pathname;
  return `#!/bin/sh
case "$1 $2" in
  "exec -i") exec '${process.execPath}' '${agent}' '${folder}' ;;
  "image inspect") echo sha256:${'a'.repeat(64)} ;;
  "container inspect") echo true ;;
  "version --format") echo 20.10 ;;
  "info --format") echo / ;;
  "ps --filter") echo try-local-edge ;;
esac
`;
}
