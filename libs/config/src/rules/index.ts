import { addressesSuffice } from './addresses.ts';
import { blockedPathsAreAlive } from './blocked-paths.ts';
import { dataServicesExist } from './data-services.ts';
import { noDuplicates } from './duplicates.ts';
import { environmentIsFree } from './environment.ts';
import { healthIsReachable } from './health.ts';
import { hooksArePaired, hooksAreUnreachable } from './hooks.ts';
import { hostsHaveOneService } from './hosts.ts';
import { namesFit } from './names.ts';
import { protectedPathsAreAlive } from './protected-paths.ts';
import { readersAreNoServices } from './readers.ts';
import type { Rule } from './rule.ts';
import { sourceIsOne } from './sources.ts';
import { stopsAfterDrain } from './stop-grace.ts';
import { portsDiffer, targetsAreApart } from './targets.ts';

export const rules: readonly Rule[] = [
  namesFit,
  sourceIsOne,
  hostsHaveOneService,
  healthIsReachable,
  hooksArePaired,
  hooksAreUnreachable,
  stopsAfterDrain,
  protectedPathsAreAlive,
  blockedPathsAreAlive,
  dataServicesExist,
  readersAreNoServices,
  environmentIsFree,
  noDuplicates,
  portsDiffer,
  targetsAreApart,
  addressesSuffice,
];
