export const stackCommands = ['deploy', 'plan', 'status', 'destroy', 'credentials', 'logs', 'edge'] as const;
export const serviceCommands = ['image', 'release'] as const;

/** The Nx targets whose configurations are the platform's targets. */
export const commandNames: ReadonlySet<string> = new Set([...stackCommands, ...serviceCommands, 'verify']);
