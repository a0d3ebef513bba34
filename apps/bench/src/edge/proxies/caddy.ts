import { join } from 'node:path';
import type { ProxyPlan } from './proxy.ts';
import { bundle, rules } from './proxy.ts';

// of a password that nobody is asked for in a measurement; Caddy takes no other kind
const bcrypt = '$2a$04$AcR8qX3ZEP0pyXnSQdDdc.ZQEnGuTAvCnzXnF8R4xDT6WbyFn1XiC';

/** One thread computes at a time, as the others have one worker. */
export const caddy: ProxyPlan = ({ port, folder, backend, certificate }, { path, environment }) => ({
  name: 'Caddy',
  program: path,
  args: ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'],
  environment: {
    ...environment,
    GOMAXPROCS: '1',
    XDG_DATA_HOME: folder,
    XDG_CONFIG_HOME: folder,
    HOME: folder,
  },
  folder,
  files: {
    'certificate.pem': bundle(certificate),
    Caddyfile: `{
  admin off
  auto_https off
}
https://localhost:${port} {
  bind 127.0.0.1
  tls ${join(folder, 'certificate.pem')} ${join(folder, 'certificate.pem')}
  log {
    output file ${join(folder, 'access.log')} {
      roll_disabled
    }
  }
  header {
${headers()}
  }
  @blocked path ${rules.blocked} ${rules.blocked}/*
  respond @blocked 404
  basicauth ${rules.protected}* {
    ${rules.user} ${bcrypt}
  }
  reverse_proxy 127.0.0.1:${backend}
}
`,
  },
});

function headers(): string {
  return Object.entries(rules.headers)
    .map(([name, value]) => `    ?${name} ${value}`)
    .join('\n');
}
