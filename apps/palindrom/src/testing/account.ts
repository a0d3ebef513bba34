import { execFileSync } from 'node:child_process';

/** Database servers refuse to run as root: the account to run them as instead, or none where the test is not root. */
export function serverAccount(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  return { uid: number('-u'), gid: number('-g') };
}

function number(option: '-u' | '-g'): number {
  return Number(execFileSync('id', [option, 'nobody'], { encoding: 'utf8' }));
}
