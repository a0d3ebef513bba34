/** The images that a platform's containers are made from. */
export const roles = ['node', 'edge', 'postgres', 'redis'] as const;
export type Role = (typeof roles)[number];
