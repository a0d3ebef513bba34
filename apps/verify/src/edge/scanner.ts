import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Scan } from './tls-rules.ts';

const requirements = join(import.meta.dirname, 'scanner/requirements.txt');

/** Milliseconds. */
const longest = 300_000;

const looks = [
  '--sslv2',
  '--sslv3',
  '--tlsv1',
  '--tlsv1_1',
  '--tlsv1_2',
  '--tlsv1_3',
  '--elliptic_curves',
  '--compression',
  '--openssl_ccs',
  '--fallback',
  '--heartbleed',
  '--robot',
  '--reneg',
  '--ems',
];

/** What sslyze finds out about the TLS of a port; installs it into the user's cache where it is missing. */
export async function scanTls(host: string, port: number): Promise<Scan> {
  const python = await installScanner();
  const folder = mkdtempSync(join(tmpdir(), 'causeway-scan-'));
  try {
    const file = join(folder, 'report.json');
    const scan = [...looks, '--mozilla_config=disable', `--json_out=${file}`, addressed(host, port)];
    await execa(python, ['-m', 'sslyze', ...scan], { timeout: longest });
    return resultOf(JSON.parse(readFileSync(file, 'utf8')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The scanner asks the machine's resolver, which may not know that names below `localhost` are this machine. */
const addressed = (host: string, port: number): string =>
  host.endsWith('.localhost') ? `${host}:${port}{127.0.0.1}` : `${host}:${port}`;

interface Report {
  readonly server_scan_results: readonly { readonly scan_status: string; readonly scan_result: Scan }[];
}

function resultOf(report: Report): Scan {
  const [found] = report.server_scan_results;
  if (found?.scan_status === 'COMPLETED') return found.scan_result;
  throw new Error(`the scanner has found out nothing: ${JSON.stringify(report).slice(0, 500)}`);
}

async function installScanner(): Promise<string> {
  const folder = join(cache(), versionOf());
  const python = join(folder, 'bin/python');
  if (existsSync(folder)) return python;
  console.log(`installing the TLS scanner into ${folder}`);
  const begun = `${folder}.begun`;
  rmSync(begun, { recursive: true, force: true });
  mkdirSync(dirname(begun), { recursive: true });
  await execa('python3', ['-m', 'venv', begun]);
  const install = ['-m', 'pip', 'install', '--disable-pip-version-check', '-q', '-r', requirements];
  await execa(join(begun, 'bin/python'), install, { timeout: longest });
  renameSync(begun, folder);
  return python;
}

const cache = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'causeway', 'scanner');

const versionOf = () => createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
