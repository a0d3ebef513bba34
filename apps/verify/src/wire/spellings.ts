/** The path itself, with what HTTP allows behind it: all of it is the same path, or below it. */
export function ordinarySpellings(path: string): string[] {
  return [path, `${path}?`, `${path}?query=1`, `${path}/`, `${path}/below`];
}

/** What people try so that the edge sees another path than the application does. */
export function disguises(path: string): string[] {
  return [...before(path), ...encoded(path), ...otherCase(path), ...behind(path)];
}

function before(path: string): string[] {
  const prefixes = ['/', '//', '/.', '/x/..', '/x/../../..', '/%2e', '/x/%2e%2e', '/;', '/x;/..'];
  return prefixes.map((prefix) => `${prefix}${path}`);
}

function encoded(path: string): string[] {
  const name = path.slice(1);
  const [letter, rest] = [name.charCodeAt(0).toString(16), name.slice(1)];
  const letters = [`/%${letter}${rest}`, `/%25${letter}${rest}`];
  return [...letters, ...['/%2f', '/%2F', '%2f', '/\\', '\\', '/%5c'].map((slash) => `${slash}${name}`)];
}

function otherCase(path: string): string[] {
  return [path.toUpperCase(), `/${path.charAt(1).toUpperCase()}${path.slice(2)}`];
}

function behind(path: string): string[] {
  const dressed = [';x', ';x=1', '.', '.json', '%20', '%00', '%0a', '%3f', '%23', '%2f', '%2f..'];
  return [...dressed, '//', '/.', '/x/..'].map((suffix) => `${path}${suffix}`);
}
