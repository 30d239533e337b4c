import { Agent as HttpAgent } from 'node:http';
import { pipeline, Transform, type Readable } from 'node:stream';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import {
  CONNECT_TIMEOUT_MS,
  DOCUMENT_TIMEOUT_MS,
  HEAD_TIMEOUT_MS,
  IDLE_TIMEOUT_MS,
  timedOut,
  WORK_TIMEOUT_MS,
} from '../http/timeouts.js';
import { originText, type Routes } from '../http/routes.js';
import type { Origin } from '../http/httpRequest.js';
import { RoutedAgent } from './routedAgent.js';
import { LISTING_LIMIT } from '../wire/listingAnswer.js';
import { UnreadableAnswer } from '../wire/httpError.js';

/**
 * Sends the requests of the SDK. Without these agents the SDK makes its own, and opens a connection for each request
 * that “expects 100-continue”.
 */
export function requestHandlerWith(maxSockets: number, routes: Routes): NodeHttpHandler {
  const agentOptions = { keepAlive: true, maxSockets };
  const config = {
    httpAgent: new HttpAgent(agentOptions),
    httpsAgent: new RoutedAgent(agentOptions, routes),
    connectionTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS,
  };
  return new LimitedHttpHandler(config, routes);
}

type HandlerOptions = NonNullable<Parameters<NodeHttpHandler['handle']>[1]>;

/**
 * The SDK reads every document to its end, however long, and waits for a head as long as anything arrives. This
 * handler sets limits to both.
 */
class LimitedHttpHandler extends NodeHttpHandler {
  constructor(
    config: NodeHttpHandlerOptions,
    private readonly routes: Routes,
  ) {
    super(config);
  }

  override async handle(
    request: HttpRequest,
    options: HandlerOptions = {},
  ): Promise<{ response: HttpResponse }> {
    // The SDK does not say when a body has been sent.
    const isQuick = request.method !== 'PUT' && request.method !== 'POST';
    const answer = await this.#inTime(request, options, isQuick ? HEAD_TIMEOUT_MS : WORK_TIMEOUT_MS);
    if (!isObject(request, answer.response)) {
      answer.response.body = limited(answer.response, isQuick ? DOCUMENT_TIMEOUT_MS : WORK_TIMEOUT_MS);
    }
    return answer;
  }

  /** Over http a proxy gets the whole URL; over https `RoutedAgent` asks it for a tunnel. */
  #asItIsSent(request: HttpRequest): HttpRequest {
    if (request.protocol !== 'http:') return request;
    const origin: Origin = { protocol: 'http:', hostname: request.hostname, port: request.port };
    const proxy = this.routes.proxyFor(origin);
    if (proxy === undefined) return request;
    const { hostname, port, protocol } = proxy.origin;
    const sent = HttpRequest.clone(request);
    Object.assign(sent, { protocol, hostname, port, path: `${originText(origin)}${request.path}` });
    if (proxy.authorization !== undefined) sent.headers['proxy-authorization'] = proxy.authorization;
    return sent;
  }

  /** Throws a `TimeoutError` where no head has arrived in time. */
  async #inTime(
    request: HttpRequest,
    options: HandlerOptions,
    ms: number,
  ): Promise<{ response: HttpResponse }> {
    const { abortSignal } = options as { readonly abortSignal?: AbortSignal };
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), ms);
    const either = abortSignal === undefined ? late.signal : AbortSignal.any([abortSignal, late.signal]);
    try {
      return await super.handle(this.#asItIsSent(request), { ...options, abortSignal: either });
    } catch (error) {
      throw late.signal.aborted ? timedOut('no answer', ms) : error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Whether the answer is an object: the reader of its body sets the limits. */
const isObject = (request: HttpRequest, { statusCode }: HttpResponse): boolean =>
  request.query['x-id'] === 'GetObject' && statusCode >= 200 && statusCode < 300;

/** The body of an answer that is read as a document; ends with an error where it is too long or too slow. */
function limited({ body, statusCode }: HttpResponse, ms: number): Readable {
  let length = 0;
  const limit = new Transform({
    transform: (chunk: Uint8Array, _, pass) => {
      length += chunk.length;
      if (length <= LISTING_LIMIT) pass(null, chunk);
      else pass(endless(statusCode));
    },
  });
  const late = setTimeout(() => limit.destroy(timedOut('the answer was not complete', ms)), ms);
  // The reader of the body gets the error.
  return pipeline(body as Readable, limit, () => clearTimeout(late));
}

/** With the field without which the SDK adds words of its own to the message. */
const endless = (status: number): UnreadableAnswer =>
  Object.assign(new UnreadableAnswer(status, 'the document has no end'), {
    $metadata: { httpStatusCode: status },
  });
