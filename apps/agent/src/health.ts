import { connect } from 'node:net';
import { agentSocket } from './environment.ts';

const answerTimeout = 1500;

/** Docker's health check of the agent: its socket takes connections. */
const socket = connect({ path: agentSocket, timeout: answerTimeout }, () => process.exit(0));
socket.on('error', () => process.exit(1));
socket.on('timeout', () => process.exit(1));
