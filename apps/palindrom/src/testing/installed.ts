import { globSync } from 'node:fs';

/** Looks a server's program up, also where Debian keeps those that are not on the path. */
export function findProgram(name: string): string | undefined {
  const directories = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/lib/postgresql/*/bin'];
  return directories.flatMap((directory) => globSync(`${directory}/${name}`)).at(-1);
}

/** Says plainly which tests do not run here, and what they need. */
export function sayMissing(what: string, debianPackage: string): void {
  process.stderr.write(
    `palindrom: no ${what} here, its tests are skipped; install the Debian package ${debianPackage}\n`,
  );
}
