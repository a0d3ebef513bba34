import { accessHasUse } from './access.ts';
import { addressesSuffice } from './addresses.ts';
import { blockedPathsAreAlive } from './blocked-paths.ts';
import { dataServicesExist } from './data-services.ts';
import { noDuplicates } from './duplicates.ts';
import { environmentIsFree } from './environment.ts';
import { errorPagesAreShown } from './error-pages.ts';
import { headersFit } from './headers.ts';
import { healthIsReachable } from './health.ts';
import { hooksArePaired, hooksAreUnreachable } from './hooks.ts';
import { hostsHaveOneService } from './hosts.ts';
import { limitsDiffer } from './limits.ts';
import { lockFitsIntoMigration, migrationsAreRun, snapshotsHaveUse } from './migrations.ts';
import { namesFit } from './names.ts';
import { protectedPathsAreAlive } from './protected-paths.ts';
import { readersAreNoServices } from './readers.ts';
import type { StatedRule } from './rule.ts';
import {
  acmeHasOneHost,
  hostsAreMachines,
  hostsAreOutsideTheirContainers,
  hostsStandAlone,
} from './several-hosts.ts';
import { sourceIsOne } from './sources.ts';
import { stickyIsOne } from './sticky.ts';
import { stopsAfterDrain } from './stop-grace.ts';
import { machineOrHost, portsDiffer, targetsAreApart } from './targets.ts';
import { acmeHostsCanBeProven, tlsFitsItsMode } from './tls.ts';
import { proxiesAreFew } from './trusted-proxies.ts';

/** What must hold between fields; each is checked even when others are broken. */
export const rules: readonly StatedRule[] = [
  {
    states: 'Names of services and targets fit Docker, DNS and Postgres, and are not those of the platform.',
    rule: namesFit,
  },
  { states: 'A service has exactly one of `project`, `image` and `context`.', rule: sourceIsOne },
  { states: 'A host belongs to one service.', rule: hostsHaveOneService },
  {
    states: '`health.path` is neither blocked nor protected, unless `health.outside` is false.',
    rule: healthIsReachable,
  },
  { states: '`deploy.prepare` and `deploy.ready` come together.', rule: hooksArePaired },
  {
    states: 'Both of them are blocked: whoever reaches them can take the service down.',
    rule: hooksAreUnreachable,
  },
  { states: '`deploy.stopGrace` is not below `deploy.drain`.', rule: stopsAfterDrain },
  { states: 'A service has `migrate` where it has `migrations`.', rule: migrationsAreRun },
  { states: '`deploy.snapshot` goes with `migrate`, and with Postgres in `uses`.', rule: snapshotsHaveUse },
  { states: '`deploy.migrateLock` is not above `deploy.migrate`.', rule: lockFitsIntoMigration },
  { states: '`sticky` has exactly one of `cookie` and `header`.', rule: stickyIsOne },
  {
    states: 'A protected path is neither below a blocked one nor there twice.',
    rule: protectedPathsAreAlive,
  },
  { states: 'A blocked path is not below another one, and not `/`.', rule: blockedPathsAreAlive },
  {
    states:
      'Names in `headers` are in lower case and none that the edge sets itself; values are one line of ASCII.',
    rule: headersFit,
  },
  {
    states:
      'An entry of `access` has `allow` or `deny`, a path of its own that is not blocked, and allows nothing that it denies.',
    rule: accessHasUse,
  },
  { states: 'Two `limits` of one path differ in `per`.', rule: limitsDiffer },
  { states: 'What a service `uses` is in `data`.', rule: dataServicesExist },
  {
    states: 'A reader is neither a service nor a role that Postgres keeps to itself.',
    rule: readersAreNoServices,
  },
  { states: '`errorPages` are for what the edge answers itself.', rule: errorPagesAreShown },
  { states: '`environment` sets nothing that the platform sets itself.', rule: environmentIsFree },
  { states: 'Lists that are sets hold nothing twice.', rule: noDuplicates },
  {
    states:
      'A `tls` has the fields of its mode: `directory` for `files`; `authority`, `contact`, `agreeToTerms` and `root` for `acme`.',
    rule: tlsFitsItsMode,
  },
  { states: 'With `acme` no host stands for many names.', rule: acmeHostsCanBeProven },
  { states: '`http`, `https` and `metrics` of a target differ.', rule: portsDiffer },
  { states: 'No network in `trustedProxies` holds every address.', rule: proxiesAreFew },
  { states: 'A target has `machine` or `host`, not both.', rule: machineOrHost },
  { states: 'A target has `hosts` instead of these two.', rule: hostsStandAlone },
  {
    states: '`hosts` are different machines, each reached by ssh and with an address of its own.',
    rule: hostsAreMachines,
  },
  {
    states: "Neither their addresses nor those of `machine.network` are in the target's `subnet`.",
    rule: hostsAreOutsideTheirContainers,
  },
  { states: 'A target with `acme` has one host.', rule: acmeHasOneHost },
  { states: 'Targets on one computer share no port, those on one engine no address.', rule: targetsAreApart },
  { states: 'A target has two addresses for each replica of each service.', rule: addressesSuffice },
];

/** What only the loader can check, which knows the files. */
export const statedByFiles: readonly string[] = [
  'A service that is built from a `project` or a `context` has a Dockerfile.',
  'The folder of `migrations` is there.',
  'Each of `errorPages` is a file of UTF-8, with at most 16 KiB.',
  'What looks like a secret is not written out in `environment`; it is read with `process.env`.',
];
