export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * The lock file with an entry for every optional package that it names. npm leaves out those which the registry at hand
 * does not hold, such as other platforms' binaries in a partial mirror, and `npm ci` then refuses the file everywhere.
 */
export function completeLockFile(lock: LockFile): LockFile {
  const added = Object.fromEntries(
    missingPackages(lock).map(({ name, version }) => [`node_modules/${name}`, entryFor(name, version)]),
  );
  const packages = Object.entries({ ...lock.packages, ...added }).sort(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
  return { ...lock, packages: Object.fromEntries(packages) };
}

export function missingPackages({
  packages,
}: LockFile): { readonly name: string; readonly version: string }[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !placesFor(name, path).some((place) => place in packages))
      .map(([name, version]) => ({ name, version })),
  );
}

/** Where Node looks for a package, from the folder of the one that needs it up to the root. */
function placesFor(name: string, path: string): string[] {
  const parents = path
    .split('/node_modules/')
    .map((_, index, parts) => parts.slice(0, index + 1).join('/node_modules/'));
  return [...parents.map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`];
}

function entryFor(name: string, version: string): LockedPackage {
  const part = (pattern: RegExp) => pattern.exec(name)?.slice(0, 1) ?? [];
  return {
    version,
    cpu: part(/arm64|x64|arm|ia32/),
    dev: true,
    optional: true,
    os: part(/android|darwin|freebsd|linux|win32/),
  };
}
