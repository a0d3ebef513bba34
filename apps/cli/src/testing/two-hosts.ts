import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { Request } from '@causeway/release';
import { type Script, setup, TryOut } from './try-out.ts';

export type HostName = 'host1' | 'host2';

const hostNames: readonly HostName[] = ['host1', 'host2'];

/** As TryOut, with a target `prod` of two hosts: a stand-in for ssh leads to two engines, whose agents keep to scripts of their own. */
export class TwoHosts extends TryOut {
  readonly #engines: readonly Server[];

  constructor() {
    super();
    this.write('bin/ssh', ssh(this.folder), 0o755);
    this.write('bin/docker', docker, 0o755);
    this.hosts(...hostNames);
    for (const name of hostNames) {
      mkdirSync(this.path(name));
      const engine = { ...setup.engine, host: engineOf(name) };
      this.write(`${this.stateOf(name)}/setup.json`, JSON.stringify({ ...setup, engine }));
    }
    this.#engines = hostNames.map((name) =>
      createServer((_, response) => response.end()).listen(this.path(`${name}/engine.sock`)),
    );
  }

  /** What the config has. */
  hosts(...names: readonly HostName[]): void {
    const hosts = names.map((name) => ({ host: engineOf(name), address: `10.0.0.${name.slice(4)}` }));
    const platform = {
      name: 'try',
      data: { postgres: {} },
      services: { api: { image: 'registry/api:1.2', hosts: ['localhost'], port: 5000 } },
      targets: { prod: { http: 80, https: 443, hosts } },
    };
    this.write('stacks/platform.config.ts', `export default ${JSON.stringify(platform, null, 2)};\n`);
  }

  /** Nothing answers there. */
  switchOff(name: HostName): void {
    this.write(`${name}/off`, '');
  }

  scriptOf(name: HostName, script: Script): void {
    this.write(`${name}/script.json`, JSON.stringify(script));
  }

  /** What its agent was asked, in order. */
  askedOf(name: HostName): Request[] {
    const file = this.path(`${name}/asked.jsonl`);
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    return lines.map((line) => JSON.parse(line));
  }

  opsOf(name: HostName): string[] {
    return this.askedOf(name).map(({ op }) => op);
  }

  onProd(...words: string[]) {
    return this.causeway(...words, '--target', 'prod');
  }

  stateOf(name: HostName): string {
    return name === 'host1' ? '.causeway/prod' : `.causeway/prod/${name}`;
  }

  override remove(): void {
    for (const engine of this.#engines) engine.close();
    super.remove();
  }
}

function engineOf(name: HostName): string {
  return `ssh://deploy@${name}`;
}

/** The connection itself, ssh's word for the address, and the way to the engine. */
function ssh(folder: string): string {
  return `#!/bin/sh
for word; do
  case "$previous" in
    -S) control=$word ;;
    -L) socket=\${word%%:*} ;;
    --) host=$word ;;
  esac
  case "$word" in
    ControlMaster=yes) does=master ;;
    -G) does=address ;;
    forward) does=forward ;;
  esac
  previous=$word
done
case "$does" in
  address) echo hostname 127.0.0.1 ;;
  forward) ln -sf '${folder}'/"$host"/engine.sock "$socket" ;;
  master)
    if [ -e '${folder}'/"$host"/off ]; then
      echo "ssh: connect to host $host port 22: Connection timed out" >&2
      exit 255
    fi
    for fact in user=deploy socket=/var/run/docker.sock engine=there 'system=debian 12' architecture=x86_64; do
      echo "causeway:$fact"
    done
    echo causeway:end
    exec cat > /dev/null ;;
esac
`;
}

/** That of the host to which the socket leads. */
const docker = `#!/bin/sh
host=$(dirname "$(readlink "\${DOCKER_HOST#unix://}")")
case "$1 $2" in
  "exec -i") exec '${process.execPath}' '${new URL('scripted-agent.ts', import.meta.url).pathname}' "$host" ;;
  "image inspect") echo sha256:${'a'.repeat(64)} ;;
  "container inspect") echo true ;;
  "info --format") echo / ;;
  "ps --all") echo 'try-prod-agent	agent	' ;;
  "logs --timestamps") echo "2027-01-15T08:00:00Z from $(basename "$host")" ;;
  *) echo "docker: not expected: $*" >&2; exit 1 ;;
esac
`;
