import { join } from 'node:path';
import { paths } from '@causeway/plan';

/** What the agent must know before it has a plan; Terraform puts it into the container. */
export interface Environment {
  readonly labels: Readonly<Record<string, string>>;
  /** Uid that the edge runs as. */
  readonly edgeUser: number;
}

export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  return {
    labels: {
      'causeway.platform': required(variables, 'CAUSEWAY_PLATFORM'),
      'causeway.target': required(variables, 'CAUSEWAY_TARGET'),
    },
    edgeUser: Number(variables.CAUSEWAY_EDGE_USER ?? paths.edgeUser),
  };
}

/** Everything that the agent keeps, on its volume. */
export const state = {
  plan: join(paths.agentState, 'plan.json'),
  passwords: join(paths.agentState, 'passwords.json'),
  authority: join(paths.agentState, 'authority.json'),
  certificate: join(paths.agentState, 'certificate.json'),
  certificates: join(paths.agentState, 'certificates'),
  acme: join(paths.agentState, 'acme'),
  accepted: join(paths.agentState, 'accepted.json'),
  journal: join(paths.agentState, 'journal'),
  history: join(paths.agentState, 'history'),
} as const;

/** Only processes in the agent's own container reach it. */
export const agentSocket = '/tmp/agent.sock';

function required(variables: NodeJS.ProcessEnv, name: string): string {
  const value = variables[name];
  if (!value)
    throw new Error(`${name} is not set; the agent runs in the container that Terraform makes for it`);
  return value;
}
