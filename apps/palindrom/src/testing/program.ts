import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { bundle } from './bundle.ts';
import { Child } from './child.ts';

type Variables = Readonly<Record<string, string>>;

/** Starts one of the image's programs with these variables and no others. */
export function startProgram(name: 'main' | 'create_db' | 'drop_db', variables: Variables): Child {
  const child = new Child(process.execPath, [join(bundle, `${name}.js`)], { env: { ...variables } });
  onTestFinished(async () => {
    await child.end('SIGKILL');
  });
  return child;
}

/** Starts the application on a port of its own choice and waits until it listens. */
export async function startMain(
  variables: Variables,
): Promise<{ readonly child: Child; readonly url: string }> {
  const child = startProgram('main', { APP_HOST: '127.0.0.1', APP_PORT: '0', ...variables });
  const [, url = ''] = await child.printed(/listening at (http:[^"]+)/);
  return { child, url };
}
