/** A real edge on loopback with what belongs to it, for the tests of those who work with one. */
export { type Backend, echoWebsockets, startBackend } from './backend.ts';
export { type Answer, type Asked, http2, https, login, websocket } from './client.ts';
export { envoyBinary } from './envoy.ts';
export { freePort } from './free-port.ts';
export { liveRelease, passwordOf, plainService, testPlan, testSecrets } from './plan.ts';
export { type RunningEdge, startEdge } from './running-edge.ts';
