import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { CONNECT_TIMEOUT_MS, IDLE_TIMEOUT_MS } from './http/timeouts.js';

/** What sends the requests of the SDK. With agents of its own it opens a connection for each that “expects 100-continue”. */
export function requestHandlerWith(maxSockets: number): NodeHttpHandler {
  const agentOptions = { keepAlive: true, maxSockets };
  return new NodeHttpHandler({
    httpAgent: new HttpAgent(agentOptions),
    httpsAgent: new HttpsAgent(agentOptions),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS,
  });
}
