import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message, ProgressEvent, ReleaseReport, Request } from '@causeway/release';
import { execa } from 'execa';

/** What a conversation does after the request: says a line, waits until another op was asked for, or breaks off. */
export type Line =
  | Message
  | { readonly until: Request['op'] }
  | 'die'
  | 'killed'
  | 'unreachable'
  | 'absent'
  | 'for ever';

/** By op, one conversation after the other; the last one again and again. */
export type Script = { readonly [Op in Request['op']]?: readonly (readonly Line[])[] };

const source = join(import.meta.dirname, '../..');
const repository = join(source, '../..');

/** The command line in a workspace of its own, before an engine whose agent keeps to a script. */
export class TryOut {
  readonly folder = mkdtempSync(join(tmpdir(), 'causeway-try-'));

  constructor() {
    cpSync(join(source, 'src'), this.path('apps/cli/src'), { recursive: true });
    cpSync(join(source, 'package.json'), this.path('apps/cli/package.json'));
    cpSync(join(repository, 'nx.json'), this.path('nx.json'));
    symlinkSync(join(repository, 'node_modules'), this.path('node_modules'));
    this.write('.causeway/setup.json', JSON.stringify(setup));
    this.config();
    this.script({});
    this.write('bin/docker', docker(this.folder), 0o755);
  }

  config(changes: object = {}, services: object = {}): void {
    const service = { image: 'registry/api:1.2', hosts: ['localhost'], port: 5000, ...changes };
    const platform = {
      name: 'try',
      data: { postgres: {} },
      services: { api: service, ...services },
      targets: { local: { http: 28080, https: 28443 } },
    };
    this.write('stacks/platform.config.ts', `export default ${JSON.stringify(platform, null, 2)};\n`);
  }

  /** Has the engine hold no image at all. */
  noImages(): void {
    const text = this.read('bin/docker');
    this.write('bin/docker', text.replace(/^ *"image inspect".*$/m, '  "image inspect") exit 1 ;;'), 0o755);
  }

  /** Has the engine hold no image, and each pull end like this. */
  pullsFail(answer: string): void {
    this.noImages();
    const pull = `  "pull "*) printf '%s\\n' '${answer}' >&2; exit 1 ;;`;
    this.write('bin/docker', this.read('bin/docker').replace('  *)', `${pull}\n  *)`), 0o755);
  }

  /** Nothing is bundled here; `program` runs in place of Nx. */
  withoutNx(program = ''): void {
    const modules = this.path('node_modules');
    const all = readdirSync(modules);
    unlinkSync(modules);
    this.write('node_modules/nx/dist/bin/nx.js', program);
    for (const name of all.filter((each) => each !== 'nx'))
      symlinkSync(join(repository, 'node_modules', name), this.path(`node_modules/${name}`));
  }

  script(script: Script): void {
    this.write('script.json', JSON.stringify(script));
  }

  /** What the agent was asked, in order. */
  asked(): Request[] {
    const file = this.path('asked.jsonl');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return lines.map((line) => JSON.parse(line));
  }

  asks<Op extends Request['op']>(op: Op): Extract<Request, { op: Op }>[] {
    return this.asked().filter((request): request is Extract<Request, { op: Op }> => request.op === op);
  }

  /** Without a terminal. */
  causeway(...args: string[]) {
    return execa(process.execPath, [this.path('apps/cli/src/main.ts'), ...args], {
      ...this.place(),
      reject: false,
      all: true,
      stdin: 'ignore',
    });
  }

  /** On a terminal of its own; what is written to its standard input is typed there. */
  onTerminal(...args: string[]) {
    const words = [process.execPath, this.path('apps/cli/src/main.ts'), ...args];
    // a shell of its own between them would end by Ctrl-C, whatever the command makes of it
    return execa('script', ['-qefc', `exec ${words.map((word) => `'${word}'`).join(' ')}`, '/dev/null'], {
      ...this.place(),
      reject: false,
      all: true,
      stdin: 'pipe',
    });
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  write(path: string, content: string, mode?: number): void {
    mkdirSync(join(this.path(path), '..'), { recursive: true });
    writeFileSync(this.path(path), content, mode === undefined ? {} : { mode });
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private place() {
    return { cwd: this.folder, env: { PATH: `${this.path('bin')}:${process.env.PATH}`, CI: 'true' } };
  }
}

export function event(at: number, step: string, more: Partial<ProgressEvent> = {}): Message {
  return { event: { at, step, state: 'done', ...more } };
}

export const report: ReleaseReport = {
  service: 'api',
  outcome: 'released',
  version: '1.2+8',
  release: 'r8',
  previous: '1.2+7',
  steps: [
    { step: 'look', startedAt: 1000, endedAt: 1100 },
    { step: 'switch', startedAt: 3000, endedAt: 3050 },
  ],
  requests: [
    { version: '1.2+7', served: 100, failed: 0 },
    { version: '1.2+8', served: 7, failed: 1 },
  ],
};

const image = { ref: 'node:24', id: `sha256:${'1'.repeat(64)}` };

export const setup = {
  engine: { host: 'unix:///var/run/docker.sock', socket: '/var/run/docker.sock', desktop: false, cpus: 1 },
  images: { node: image, edge: image, postgres: image, redis: image },
  terraform: { bin: 'terraform', version: '1', dockerProviderVersion: '4' },
};

function docker(folder: string): string {
  const agent = join(import.meta.dirname, 'scripted-agent.ts');
  return `#!/bin/sh
case "$1 $2" in
  "exec -i") exec '${process.execPath}' '${agent}' '${folder}' ;;
  "image inspect") echo sha256:${'a'.repeat(64)} ;;
  "container inspect") echo true ;;
  "info --format") echo / ;;
  *) echo "docker: not expected: $*" >&2; exit 1 ;;
esac
`;
}
