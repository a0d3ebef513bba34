// Takes a service's lease, says so, and holds it until it is ended from outside.
import { FileLeases } from '../leases.ts';

const [directory = '', instance = ''] = process.argv.slice(2);
const leases = new FileLeases({ directory, instance, clock: { now: Date.now } });
const { token } = await leases.acquire('api', { owner: 'ann@laptop', what: 'release 1.0.1+2' });
process.stdout.write(`${token}\n`);
process.stdin.resume();
