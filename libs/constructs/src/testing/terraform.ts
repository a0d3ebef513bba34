import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** `terraform` in one folder. */
export class Terraform {
  private readonly bin: string;
  private readonly folder: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(bin: string, folder: string, cliConfigFile?: string) {
    this.bin = bin;
    this.folder = folder;
    const config = cliConfigFile ? { TF_CLI_CONFIG_FILE: cliConfigFile } : {};
    this.env = { ...process.env, ...config, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  }

  init(): void {
    this.run('init', '-input=false');
  }

  validate(): void {
    this.run('validate');
  }

  apply(): void {
    this.run('apply', '-input=false', '-auto-approve');
  }

  /** Applies while the test goes on. */
  async applying(): Promise<void> {
    const args = ['apply', '-no-color', '-input=false', '-auto-approve'];
    await promisify(execFile)(this.bin, args, { cwd: this.folder, env: this.env });
  }

  destroy(): void {
    this.run('destroy', '-input=false', '-auto-approve');
  }

  /** What Terraform says about each resource that it would change; empty when there is none. */
  changes(): string[] {
    const output = this.run('plan', '-input=false', '-lock=false');
    return [...output.matchAll(/^ {2}# (\S+ (?:will|must) .*)$/gm)].map(([, change = '']) => change);
  }

  private run(command: string, ...args: string[]): string {
    const all = [command, '-no-color', ...args];
    const { status, stdout, stderr, error } = spawnSync(this.bin, all, {
      cwd: this.folder,
      env: this.env,
      encoding: 'utf8',
    });
    if (status === 0) return stdout;
    throw new Error(`${this.bin} ${command}: ${error?.message ?? `exit ${status}`}\n${stdout}\n${stderr}`);
  }
}
