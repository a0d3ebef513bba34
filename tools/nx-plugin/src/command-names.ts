export const stackCommands = [
  'deploy',
  'plan',
  'status',
  'history',
  'destroy',
  'credentials',
  'logs',
  'edge',
  'bootstrap',
  'prepare',
  'doctor',
] as const;
export const serviceCommands = [
  'image',
  'release',
  'rollback',
  'promote',
  'abort',
  'pause',
  'resume',
  'maintenance',
] as const;

/** The Nx targets whose configurations are the platform's targets. */
export const commandNames: ReadonlySet<string> = new Set([...stackCommands, ...serviceCommands, 'verify']);
