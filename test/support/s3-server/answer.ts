import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './faults.js';
import type { Reply } from './http/reply.js';
import type { S3Request } from './http/request.js';
import { S3Error } from './http/s3Error.js';

/**
 * Answers a request, with the faults that apply to it. Resolves to the sent status, or 0 if the connection was closed
 * before a status was sent.
 */
export async function answer(
  request: S3Request,
  response: ServerResponse,
  faults: readonly Fault[],
  act: () => Reply,
  { requestId, nowMs }: { readonly requestId: string; readonly nowMs: number },
): Promise<number> {
  for (const fault of faults) {
    if (fault.kind === 'delay') await delay(fault.ms);
    if (fault.kind === 'call') await fault.run(request);
  }
  const fault = faults.find(({ kind }) => kind !== 'delay' && kind !== 'call');
  if (fault?.kind === 'hang') return 0;
  if (fault?.kind === 'reset') {
    if (fault.acted === true) act();
    response.socket?.resetAndDestroy();
    return 0;
  }
  const reply = fault?.kind === 'error' ? errorReply(fault, requestId) : act();
  const isHead = request.method === 'HEAD';
  const body = isHead ? Buffer.alloc(0) : damaged(Buffer.from(reply.body ?? ''), fault);
  const headers: Record<string, string> = {
    'x-amz-request-id': requestId,
    // Clients correct their clocks by this header.
    date: new Date(nowMs).toUTCString(),
    ...reply.headers,
  };
  if (reply.hidesLength === true) delete headers['content-length'];
  else if (reply.status !== 204 && reply.status !== 304) {
    headers['content-length'] ??= String(isHead ? Buffer.byteLength(reply.body ?? '') : body.length);
  }
  response.writeHead(reply.status, headers);
  if (fault?.kind === 'cut-body' && body.length > fault.afterBytes) {
    response.write(body.subarray(0, fault.afterBytes), () => {
      if (fault.how === 'reset') response.socket?.resetAndDestroy();
      else response.socket?.end();
    });
  } else if (fault?.kind === 'slow-body') {
    await sendSlowly(response, body, fault);
  } else {
    response.end(body);
  }
  return reply.status;
}

async function sendSlowly(
  response: ServerResponse,
  body: Buffer,
  { pieces, pauseMs }: Fault & { kind: 'slow-body' },
): Promise<void> {
  const size = Math.ceil(body.length / pieces);
  for (let offset = 0; offset < body.length && !response.destroyed; offset += size) {
    await delay(pauseMs);
    response.write(body.subarray(offset, offset + size));
  }
  response.end();
}

function errorReply(fault: Fault & { kind: 'error' }, requestId: string): Reply {
  return new S3Error(fault.status, fault.code, fault.message ?? '', {}, fault.headers ?? {}).toReply(
    requestId,
  );
}

function damaged(body: Buffer, fault: Fault | undefined): Buffer {
  if (fault?.kind === 'rewrite') return Buffer.from(fault.edit(body.toString()));
  if (fault?.kind === 'wrong-bytes' && body.length > 0) {
    const wrong = Buffer.from(body);
    const middle = wrong.length >> 1;
    wrong.writeUInt8(wrong.readUInt8(middle) ^ 0xff, middle);
    return wrong;
  }
  return body;
}
