import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

const repository = join(import.meta.dirname, '../../..');

/** This repository as it stands, committed on `main` in a folder of its own, with the packages linked in. */
export class WorkspaceCopy {
  readonly root = mkdtempSync(join(tmpdir(), 'workspace-copy-'));

  static async make(): Promise<WorkspaceCopy> {
    const copy = new WorkspaceCopy();
    await copy.takeFiles();
    copy.linkPackages();
    await copy.commit();
    return copy;
  }

  /** Runs Nx in the copy and returns its standard output. */
  async nx(...args: string[]): Promise<string> {
    return (await execa(process.execPath, this.nxCommand(...args), this.place())).stdout;
  }

  /** The arguments of Node for it. */
  nxCommand(...args: string[]): string[] {
    return [join(repository, 'node_modules/nx/dist/bin/nx.js'), ...args];
  }

  place(env: NodeJS.ProcessEnv = {}) {
    return {
      cwd: this.root,
      extendEnv: false,
      env: { ...ownEnvironment(), NX_ISOLATE_PLUGINS: 'false', FORCE_COLOR: '0', ...env },
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  private async takeFiles(): Promise<void> {
    const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    const { stdout } = await execa('git', listed, { cwd: repository });
    // a file may be gone from the working tree and not from the index yet
    const files = stdout.split('\0').filter((file) => file !== '' && existsSync(join(repository, file)));
    for (const file of files) cpSync(join(repository, file), join(this.root, file), { recursive: true });
  }

  /** The workspace's own packages are links that lead into the copy; all others stay where they are. */
  private linkPackages(): void {
    const [from, to] = [join(repository, 'node_modules'), join(this.root, 'node_modules')];
    mkdirSync(to);
    for (const name of readdirSync(from).filter((name) => name !== '@causeway'))
      symlinkSync(join(from, name), join(to, name));
    cpSync(join(from, '@causeway'), join(to, '@causeway'), { recursive: true, verbatimSymlinks: true });
  }

  private async commit(): Promise<void> {
    const git = (...args: string[]) => execa('git', args, { cwd: this.root });
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '--all');
    await git(
      '-c',
      'user.name=test',
      '-c',
      'user.email=test@localhost',
      'commit',
      '--quiet',
      '--message=copy',
    );
  }
}

/** Without what Nx tells the tasks that it runs: it would look at the workspace of this test. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('NX_')));
}
