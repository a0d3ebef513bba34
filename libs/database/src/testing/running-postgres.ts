import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type ContainerPlan, type Facts, type Plan, type PostgresPlan, planPlatform } from '@causeway/plan';
import pg from 'pg';

const subnet = `10.219.${(process.pid % 16) * 8}.0/21`;

/** A server as the plan wants it, whose socket is in a folder of this machine, where the test is root as the agent is. */
export class RunningPostgres {
  readonly plan: PostgresPlan;
  readonly #folder = mkdtempSync(join(tmpdir(), 'causeway-postgres-'));
  readonly #plan: Plan;
  readonly #docker: (...args: string[]) => string;

  /** The name of its container begins with `prefix`. */
  constructor(readers: readonly string[], prefix = 'databasetest') {
    const facts = readFacts();
    this.#docker = (...args) => docker(facts.engine.host, ...args);
    this.#plan = planPlatform(platformWith(readers, `${prefix}${process.pid}`), 'local', facts);
    if (!this.#plan.postgres) throw new Error('the plan has no Postgres');
    this.plan = { ...this.#plan.postgres, socket: this.#folder };
  }

  async start(): Promise<void> {
    const { networks } = this.#plan;
    giveToServer(this.#folder);
    this.#docker('network', 'create', '--internal', '--subnet', networks.data.subnet, networks.data.name);
    // an operator who logs every statement must not find a password either
    const settings = ['log_statement=all', 'log_min_duration_statement=0', 'log_min_error_statement=debug5'];
    this.#docker(...this.#runArguments(), ...settings.flatMap((setting) => ['-c', setting]));
    await this.ready();
  }

  stop(): void {
    this.#docker('rm', '--force', '--volumes', this.plan.container);
    this.#docker('network', 'rm', this.#plan.networks.data.name);
    rmSync(this.#folder, { recursive: true });
  }

  async restart(): Promise<void> {
    this.#docker('restart', this.plan.container);
    await this.ready();
  }

  /** Runs a command in the server's container, as the agent does through the engine. */
  async run(command: readonly string[]): Promise<{ exitCode: number; output: string }> {
    const { status, stdout, stderr } = spawnSync('docker', ['exec', this.plan.container, ...command], {
      encoding: 'utf8',
    });
    return { exitCode: status ?? -1, output: stdout + stderr };
  }

  log(): string {
    const { stdout, stderr } = spawnSync('docker', ['logs', this.plan.container], { encoding: 'utf8' });
    return stdout + stderr;
  }

  /** Waits until the superuser can connect; the test's own limit bounds it. */
  async ready(): Promise<void> {
    // the official image's set-up listens only in its own container, then ends: 127.0.0.1 is the server proper
    const isReady = () =>
      this.as('postgres', { host: this.plan.socket, database: 'postgres' }, (client) =>
        client.query("SELECT 1 WHERE current_setting('listen_addresses') = '*'"),
      ).then(({ rowCount }) => rowCount === 1);
    while (!(await isReady().catch(() => false)));
  }

  /** Connects as an application or a person does: over TCP, with a password. */
  async as<T>(
    user: string,
    wanted: { password?: string; database?: string; host?: string },
    work: (client: pg.Client) => Promise<T>,
  ): Promise<T> {
    const client = new pg.Client({ host: this.plan.address, port: this.plan.port, user, ...wanted });
    client.on('error', () => {});
    try {
      await client.connect();
      return await work(client);
    } finally {
      // one that broke off its own sign-in stays open, and no database can be dropped until the server gives it up
      await client.end();
    }
  }

  #runArguments(): string[] {
    const container = this.#container();
    const { image, command = [], network, user, memory, environment } = container;
    const [data] = Array.isArray(network) ? network : [];
    const options = {
      name: container.name,
      network: data.name,
      ip: data.address,
      user: user ?? '',
      memory: `${memory}b`,
      'cap-drop': 'ALL',
    };
    return [
      'run',
      '--detach',
      ...Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]),
      ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      ...this.#mounts(container).flatMap((mount) => ['--volume', mount]),
      image,
      ...command,
    ];
  }

  #mounts({ files, mounts }: ContainerPlan): string[] {
    const [socket] = mounts.filter(({ path }) => path === this.#plan.postgres?.socket);
    return [
      `${this.#folder}:${socket?.path}`,
      ...files.map(({ path, content }) => {
        const file = join(this.#folder, basename(path));
        writeFileSync(file, content);
        return `${file}:${path}:ro`;
      }),
    ];
  }

  #container(): ContainerPlan {
    const found = this.#plan.containers.find(({ role }) => role === 'postgres');
    if (!found) throw new Error('the plan has no container for Postgres');
    return found;
  }
}

/** Docker gives a new volume the owner of the image's folder; a folder of ours must get it. */
function giveToServer(folder: string): void {
  chownSync(folder, 999, 999);
  chmodSync(folder, 0o2775);
}

function platformWith(readers: readonly string[], name: string): Parameters<typeof planPlatform>[0] {
  return {
    name,
    server: { users: [], packages: [] },
    edge: {
      tls: { mode: 'self-signed' },
      showRelease: false,
      memory: 2 ** 28,
      signIns: { failures: 16, failuresInAll: 500, per: 300_000 },
    },
    data: { postgres: { readers: [...readers], memory: 2 ** 29 } },
    services: {},
    targets: { local: { http: 8080, https: 8443, subnet } },
  };
}

const setupFile = join(import.meta.dirname, '../../../../.causeway/setup.json');

function readFacts(): Facts {
  const { engine, images } = JSON.parse(readFileSync(setupFile, 'utf8'));
  const unused = 'sha256:0';
  return { engine, images: { postgres: images.postgres.id, edge: unused, agent: unused, redis: unused } };
}

function docker(host: string, ...args: string[]): string {
  const env = { ...process.env, DOCKER_HOST: host };
  return execFileSync('docker', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}
