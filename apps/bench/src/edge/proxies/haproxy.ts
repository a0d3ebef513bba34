import { join } from 'node:path';
import { passwordOf } from '@causeway/edge/testing';
import { bundle, type ProxyPlan, rules } from './proxy.ts';

/** One thread; it writes its access log line by line. */
export const haproxy: ProxyPlan = ({ port, folder, backend, certificate }, { path, environment }) => ({
  name: 'HAProxy',
  program: path,
  args: ['-db', '-f', join(folder, 'haproxy.cfg')],
  environment,
  folder,
  files: {
    'certificate.pem': bundle(certificate),
    'haproxy.cfg': `global
  nbthread 1
  maxconn 4096
  log stdout format raw local0
  ssl-default-bind-options ssl-min-ver TLSv1.2
defaults
  mode http
  log global
  option httplog
  timeout client 300s
  timeout server 300s
  timeout connect 1s
  timeout http-request 10s
userlist users
  user ${rules.user} insecure-password ${passwordOf(rules.user)}
frontend https
  bind 127.0.0.1:${port} ssl crt ${join(folder, 'certificate.pem')} alpn h2,http/1.1
  option forwardfor
  unique-id-format %{+X}o%ci:%cp_%fi:%fp_%Ts_%rt:%pid
  unique-id-header X-Request-Id
  http-request deny deny_status 404 if { path_reg -i ^${rules.blocked}(/|$) }
  http-request auth realm protected if { path_beg ${rules.protected} } !{ http_auth(users) }
  http-request set-header X-Forwarded-Proto https
${headers()}
  default_backend service
backend service
  http-reuse always
  server replica 127.0.0.1:${backend}
`,
  },
});

function headers(): string {
  return Object.entries(rules.headers)
    .map(([name, value]) => `  http-response set-header ${name} ${value}`)
    .join('\n');
}
