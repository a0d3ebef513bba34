/** The path itself, with what HTTP allows behind it: all of it is the same path, or below it. */
export function ordinarySpellings(path: string): string[] {
  return [path, `${path}?`, `${path}?query=1`, `${path}/`, `${path}/below`];
}

/** What people try so that the edge sees another path than the application does. */
export function disguises(path: string): string[] {
  const [, first = '', ...rest] = path;
  const name = [first, ...rest].join('');
  const encoded = `%${first.charCodeAt(0).toString(16)}`;
  return [
    ...[
      `/${path}`,
      `//${path}`,
      `/.${path}`,
      `/./${name}`,
      `/x/..${path}`,
      `/x/../../..${path}`,
      `/%2e${path}`,
      `/x/%2e%2e${path}`,
    ],
    ...[
      `/${encoded}${rest.join('')}`,
      `/${encoded.toUpperCase()}${rest.join('')}`,
      `/%25${encoded.slice(1)}${rest.join('')}`,
    ],
    ...[`/%2f${name}`, `%2f${name}`, `/\\${name}`, `\\${name}`, `/%5c${name}`],
    ...[path.toUpperCase(), `/${first.toUpperCase()}${rest.join('')}`],
    ...[
      `${path};x`,
      `${path};x=1`,
      `/;${path}`,
      `/x;/..${path}`,
      `${path}.`,
      `${path}.json`,
      `${path}%20`,
      `${path}%00`,
      `${path}%0a`,
    ],
    ...[`${path}%3f`, `${path}%23`, `${path}%2f`, `${path}//`, `${path}/.`, `${path}/x/..`, `${path}%2f..`],
  ];
}
