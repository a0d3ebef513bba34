import { Secret } from '@causeway/release';

/** Of a service's own database, whose role has its name. */
export function databaseUri(
  { address, port }: { readonly address: string; readonly port: number },
  name: string,
  password: Secret,
): Secret {
  return new Secret(
    `postgresql://${name}:${encodeURIComponent(password.reveal())}@${address}:${port}/${name}`,
  );
}
