interface Credentials {
  readonly users: readonly {
    readonly name: string;
    readonly password: string;
    readonly paths: readonly string[];
  }[];
}

/** `name:password` of somebody who may see what is stored, out of what `credentials --json` prints. */
export function loginOf(printed: string): string {
  const { users } = JSON.parse(printed) as Credentials;
  const user = users.find(({ paths }) => paths.includes('/admin'));
  if (!user) throw new Error('credentials: nobody may see /admin of the example');
  return `${user.name}:${user.password}`;
}
