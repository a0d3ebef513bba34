import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, readPublicKeys } from '@causeway/host';
import type { HostPlan } from '@causeway/plan';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Machine, type Outcome, succeed, takesConnections } from './testing/machine.ts';

const user = (name: string, sudo: boolean) => ({ name, sudo, publicKey: `${name}.pub` });
const plan: HostPlan = {
  prefix: 'phrase-test',
  users: [user('phrase_admin', true), user('phrase_user', false)],
  packages: ['curl', 'jq', 'vim'],
  ports: [80, 443],
  stopTime: 300_000,
  redis: true,
};

let machine: Machine;
let looked: Outcome;
let first: Outcome;

beforeAll(async () => {
  machine = await Machine.start(`bootstraptest${process.pid}`);
  for (const { name } of plan.users)
    await succeed('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', keyOf(name)]);
  looked = await prepare({}, '--check');
  first = await prepare();
});

afterAll(() => machine?.remove());

function keyOf(name: string): string {
  return join(machine.folder, name);
}

function prepare(change: Partial<HostPlan> = {}, ...options: string[]): Promise<Outcome> {
  const keys = plan.users.map(({ name }) => {
    const file = `${keyOf(name)}.pub`;
    return [name, readPublicKeys(file, readFileSync(file, 'utf8'))] as const;
  });
  const script = bootstrap({ ...plan, ...change }, Object.fromEntries(keys));
  return machine.run(['sh -s --', ...options].join(' '), script);
}

const linesOf = ({ text }: Outcome, start: string) =>
  text.split('\n').filter((line) => line.startsWith(start));

describe('a fresh machine', () => {
  test('is found wanting by --check', () => {
    expect(looked.exitCode).toBe(1);
    expect(linesOf(looked, 'differs: ')).toContain('differs: users: phrase_admin has an account');
    expect(linesOf(first, 'changed: ')).toContain('changed: users: phrase_admin has an account');
  });

  test('is prepared', () => {
    expect(first).toMatchObject({ exitCode: 0, text: expect.stringMatching(/^done: \d+ changed, .*$/m) });
    expect(linesOf(first, 'changed: ').length).toBeGreaterThan(20);
  });

  test('is told what a container cannot have', () => {
    const kernel = 'the kernel belongs to the machine around this container';
    expect(linesOf(first, 'skipped: ')).toContainEqual(
      expect.stringContaining(`there is no swap (${kernel})`),
    );
  });

  test('is not changed by a second run', async () => {
    const second = await prepare();
    expect(second.exitCode).toBe(0);
    expect(linesOf(second, 'changed: ')).toEqual([]);
  });
});

describe('what somebody has changed', () => {
  beforeAll(() =>
    machine.tell(`
      echo '{}' > /etc/docker/daemon.json
      usermod --password '$6$madeup$x' --append --groups adm phrase_user
      nft add rule inet causeway input tcp dport 4444 accept`),
  );

  test('is found by --check, which changes nothing', async () => {
    const check = await prepare({}, '--check');
    expect(check.exitCode).toBe(1);
    expect(linesOf(check, 'differs: ')).toEqual([
      'differs: engine: /etc/docker/daemon.json',
      'differs: users: phrase_user has no password',
      'differs: users: phrase_user is in no group besides its own',
      'differs: firewall: the rules are as they were loaded',
    ]);
    expect(await machine.tell('cat /etc/docker/daemon.json')).toBe('{}');
  });

  test('is mended by a run', async () => {
    expect((await prepare()).exitCode).toBe(0);
    expect((await prepare({}, '--check')).exitCode).toBe(0);
  });

  test('stays when it is an engine setting of another hand', async () => {
    const theirs = '{"data-root": "/srv/docker"}';
    await machine.tell('mv /etc/docker/daemon.json /root; cat > /etc/docker/daemon.json', theirs);
    const refused = await prepare();
    expect(refused.exitCode).toBe(1);
    expect(refused.text).toContain('/etc/docker/daemon.json has data-root, and would be replaced');
    expect(await machine.tell('cat /etc/docker/daemon.json')).toBe(theirs);
    await machine.tell('mv /root/daemon.json /etc/docker/daemon.json');
  });
});

describe('users', () => {
  const withKey = (name: string, command: string) => machine.ssh(name, ['-i', keyOf(name)], command);

  test('the administrator logs in by key, becomes root and uses Docker', async () => {
    const { exitCode, text } = await withKey(
      'phrase_admin',
      'id -un; sudo -n id -un; docker info -f {{.Name}}',
    );
    expect({ exitCode, text }).toEqual({ exitCode: 0, text: `phrase_admin\nroot\n${machine.name}` });
  });

  test('the other logs in by key, and may do nothing', async () => {
    expect(await withKey('phrase_user', 'id -nG; which curl jq vim')).toEqual({
      exitCode: 0,
      text: 'phrase_user\n/usr/bin/curl\n/usr/bin/jq\n/usr/bin/vim',
    });
    expect((await withKey('phrase_user', 'sudo -n true')).text).toContain('a password is required');
    expect((await withKey('phrase_user', 'docker ps')).exitCode).not.toBe(0);
  });

  test('nobody is asked for a password', async () => {
    const ways = [
      '-o',
      'PreferredAuthentications=password,keyboard-interactive',
      '-o',
      'PubkeyAuthentication=no',
    ];
    const { text } = await machine.ssh('phrase_admin', ways, 'true');
    expect(text).toContain('Permission denied (publickey)');
  });

  test('root does not log in, with a key that it has either', async () => {
    const key = readFileSync(`${keyOf('phrase_admin')}.pub`, 'utf8');
    await machine.tell('install -d -m 700 /root/.ssh; cat > /root/.ssh/authorized_keys', key);
    const { text } = await machine.ssh('root', ['-i', keyOf('phrase_admin')], 'true');
    expect(text).toContain('Permission denied (publickey)');
  });

  test('whoever has left the config is shut out, and comes back with it', async () => {
    const [admin] = plan.users;
    if (!admin) throw new Error('the plan has no user');
    expect((await prepare({ users: [admin] })).exitCode).toBe(0);
    expect((await withKey('phrase_user', 'true')).exitCode).not.toBe(0);
    expect((await prepare()).exitCode).toBe(0);
    expect((await withKey('phrase_user', 'true')).exitCode).toBe(0);
  });

  test('a machine that nobody could administer any more is left as it is', async () => {
    await machine.tell('gpasswd --delete phrase_admin sudo; rm -f /home/*/.ssh/authorized_keys');
    const refused = await prepare({ users: [user('phrase_user', false)] });
    expect(refused.text).toContain('nobody could become root any more');
    expect((await prepare()).exitCode).toBe(0);
  });
});

describe('the firewall', () => {
  const published = 9443;
  const open = async (port: number) => takesConnections(await machine.address(), port);

  beforeAll(async () => {
    await machine.loadImage();
    const listen = `use IO::Socket::INET; my $s = IO::Socket::INET->new(Listen => 5, LocalPort => 80, ReuseAddr => 1); while (1) { $s->accept }`;
    const program = `docker run --detach --init --stop-signal TERM --restart unless-stopped --name published --publish 0.0.0.0:${published}:80 --entrypoint perl ${machine.image} -e "$(cat)"`;
    await machine.tell(program, listen);
  });

  test('keeps a published port from the outside, but not from the machine itself', async () => {
    expect(await open(published)).toBe(false);
    expect(
      (await machine.run(`curl --max-time 3 --silent telnet://127.0.0.1:${published} < /dev/null`)).exitCode,
    ).not.toBe(7);
  });

  test('is what keeps it', async () => {
    await machine.tell('nft delete table inet causeway');
    expect(await open(published)).toBe(true);
    await machine.tell('systemctl restart causeway-firewall');
    expect(await open(published)).toBe(false);
  });

  test('lets sshd and the ports of the edge through', async () => {
    await machine.tell(`
      for port in 80 443 444; do
        systemd-run --quiet --unit=listen-$port perl -MIO::Socket::INET -e "my \\$s = IO::Socket::INET->new(Listen => 5, LocalPort => $port, ReuseAddr => 1); while (1) { \\$s->accept }"
      done`);
    expect(await Promise.all([22, 80, 443, 444].map(open))).toEqual([true, true, true, false]);
  });

  test('outlives a restart of Docker, as containers do', async () => {
    const started = () => machine.tell('docker inspect --format {{.State.StartedAt}} published');
    const before = await started();
    await machine.tell('systemctl restart docker');
    expect(await started()).toBe(before);
    expect(await open(published)).toBe(false);
  });

  test('outlives a reboot', async () => {
    await machine.reboot();
    expect(await machine.tell('docker inspect --format {{.State.Running}} published')).toBe('true');
    expect(await open(published)).toBe(false);
    expect((await prepare({}, '--check')).exitCode).toBe(0);
  });
});

describe('the unit', () => {
  const status = () =>
    machine.tell('systemctl is-active causeway; systemctl show causeway --property=StatusText --value');
  const running = () =>
    machine.tell("docker ps --filter label=causeway.platform --format '{{.Names}}' | sort");
  const everybody = 'made-agent\nmade-edge\nmade-shop';

  /** A container that says its name and waits. */
  const make = (name: string, labels: string) =>
    machine.tell(`docker run --detach --init --stop-signal TERM --restart unless-stopped --name ${name} --label causeway.platform=made ${labels} \
      --entrypoint sh ${machine.image} -c 'echo I am ${name}; exec sleep infinity'`);

  test('is active where nothing is deployed yet', async () => {
    expect(await status()).toBe('active\nnothing is deployed yet');
  });

  test('says what is not there', async () => {
    await make('made-edge', '--label causeway.role=edge');
    await expect.poll(status).toBe('active\ndoes not serve: agent: is not there');
  });

  test('says what is served', async () => {
    await make('made-agent', '--label causeway.role=agent');
    await make('made-shop', '--label causeway.role=service --label causeway.service=shop');
    await expect.poll(status).toBe('active\nserves: shop (1)');
  });

  test('has the logs of all in the journal, by name and by service', async () => {
    const lines = (match: string) => machine.tell(`journalctl --unit causeway --output cat ${match}`);
    await expect.poll(() => lines('--identifier made-edge')).toBe('I am made-edge');
    expect(await lines('CAUSEWAY_SERVICE=shop')).toBe('I am made-shop');
    expect(await machine.tell('docker logs made-shop')).toBe('I am made-shop');
  });

  test('leaves the platform alone when its own program ends', async () => {
    const started = () => machine.tell('docker inspect --format {{.State.StartedAt}} made-edge made-shop');
    const before = await started();
    const program = () => machine.tell('systemctl show causeway --property=MainPID --value');
    const killed = await program();
    await machine.tell('systemctl kill --kill-who=main --signal=KILL causeway');
    await expect.poll(program).not.toBe(killed);
    await expect.poll(status).toBe('active\nserves: shop (1)');
    expect(await started()).toBe(before);
  });

  test('stops the platform and starts it again', async () => {
    await machine.tell('systemctl stop causeway');
    expect(await running()).toBe('');
    expect(await status()).toBe('inactive\nis stopped');
    await machine.tell('systemctl start causeway');
    expect(await running()).toBe(everybody);
    expect(await status()).toBe('active\nserves: shop (1)');
  });

  test('brings everything back after a reboot, but what somebody has stopped', async () => {
    await machine.tell('docker stop published');
    await machine.reboot();
    expect(await running()).toBe(everybody);
    expect(await status()).toBe('active\nserves: shop (1)');
    expect(await machine.tell('docker inspect --format {{.State.Running}} published')).toBe('false');
  });
});
