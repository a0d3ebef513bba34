import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { passwordOf } from '@causeway/edge/testing';
import { bundle, type ProxyPlan, rules } from './proxy.ts';

/** One process; its access log is gathered as the edge's is. */
export const nginx: ProxyPlan = ({ port, folder, backend, certificate }, { path, environment }) => ({
  name: 'nginx',
  program: path,
  args: ['-p', folder, '-c', join(folder, 'nginx.conf')],
  environment,
  folder,
  files: {
    'certificate.pem': bundle(certificate),
    users: `${rules.user}:{SHA}${sha1(passwordOf(rules.user))}\n`,
    'nginx.conf': nginxConfig(`
  access_log ${join(folder, 'access.log')} combined buffer=64k flush=1s;
  upstream backend { server 127.0.0.1:${backend}; keepalive 64; }
  server {
    listen 127.0.0.1:${port} ssl http2 backlog=4096;
    server_name localhost;
    ssl_certificate ${join(folder, 'certificate.pem')};
    ssl_certificate_key ${join(folder, 'certificate.pem')};
    ssl_protocols TLSv1.2 TLSv1.3;
    keepalive_requests 100000000;
    http2_max_requests 100000000;
    ${headers()}
    location ~* ^${rules.blocked}(/|$) { return 404; }
    location ${rules.protected} {
      auth_basic protected;
      auth_basic_user_file ${join(folder, 'users')};
      proxy_pass http://backend;
    }
    location / { proxy_pass http://backend; }
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto https;
    proxy_set_header X-Request-Id $request_id;
  }`),
  },
});

/** What every nginx of ours begins with; \`http\` is the inside of that block. */
export function nginxConfig(http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `worker_processes 1;
master_process off;
daemon off;
pid nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  ${temporary.map((kind) => `${kind}_temp_path ${kind};`).join(' ')}
  types { }
  default_type application/octet-stream;
  tcp_nodelay on;${http}
}
`;
}

function headers(): string {
  return Object.entries(rules.headers)
    .map(([name, value]) => `add_header ${name} ${value} always;`)
    .join(' ');
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('base64');
}
