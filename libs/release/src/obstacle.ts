/** Found before anything was touched; the message says what stands in the way and what to do. */
export class Obstacle extends Error {}
