import { parentPort } from 'node:worker_threads';
import { listCaptionedImages } from '../styles/listImages.js';
import { syncStyle } from '../styles/syncStyle.js';
import { asSyncError } from '../sync/errors.js';
import { adapters, openBucket } from './adapters.js';
import type { EngineCall, EngineCalls, FromEngine, ToEngine } from './protocol.js';
import { ProgressThrottle } from './progressThrottle.js';
import type { DeletionsToApprove } from '../styles/requests.js';
import { normalizePrefix } from '../sync/location.js';

/** The worker thread of the extension: everything heavy happens here, off the editor's event loop. */

const port = parentPort;
if (port === null) throw new Error('This file is the entry of a worker thread.');

const send = (message: FromEngine): void => port.postMessage(message);

/** Calls under way, by id. */
const running = new Map<number, { readonly cancel: AbortController; answer?: (yes: boolean) => void }>();

const handlers: {
  [C in EngineCall]: (
    request: EngineCalls[C]['request'],
    id: number,
    signal: AbortSignal,
  ) => Promise<EngineCalls[C]['response']>;
} = {
  async listImages(request, id, signal) {
    let count = 0;
    for await (const images of listCaptionedImages(request, adapters, signal)) {
      send({ type: 'images', id, images });
      count += images.length;
    }
    return { count };
  },

  async sync(request, id, signal) {
    const progress = new ProgressThrottle((state) => send({ type: 'progress', id, progress: state }));
    try {
      return await syncStyle(request, adapters, {
        signal,
        onProgress: (state) => progress.push(state),
        log: (level, line) => send({ type: 'log', id, level, line }),
        ...(request.asks && { approve: (deletions) => ask(id, deletions) }),
      });
    } finally {
      progress.flush();
    }
  },

  async checkConnection({ bucket, prefix, connection }, _id, signal) {
    const opened = await openBucket({ bucket, connection, concurrency: 1 });
    try {
      await opened.store.list(normalizePrefix(prefix), signal)[Symbol.asyncIterator]().next();
      return { region: opened.region };
    } finally {
      opened.store.close();
    }
  },

  async listStyles({ bucket, prefix, connection }, _id, signal) {
    const opened = await openBucket({ bucket, connection, concurrency: 1 });
    try {
      return await opened.listFolders(normalizePrefix(prefix), signal);
    } finally {
      opened.store.close();
    }
  },
};

function ask(id: number, deletions: DeletionsToApprove): Promise<boolean> {
  return new Promise((resolve) => {
    const call = running.get(id);
    if (call === undefined) resolve(false);
    else call.answer = resolve;
    send({ type: 'approve', id, deletions });
  });
}

async function serve<C extends EngineCall>(
  id: number,
  call: C,
  request: EngineCalls[C]['request'],
): Promise<void> {
  const cancel = new AbortController();
  running.set(id, { cancel });
  try {
    send({ type: 'done', id, response: await handlers[call](request, id, cancel.signal) });
  } catch (error) {
    const { code, data } = asSyncError(error);
    send({ type: 'failed', id, code, data });
  } finally {
    running.delete(id);
  }
}

port.on('message', (message: ToEngine) => {
  switch (message.type) {
    case 'call':
      void serve(message.id, message.call, message.request);
      break;
    case 'cancel':
      running.get(message.id)?.cancel.abort();
      running.get(message.id)?.answer?.(false);
      break;
    case 'approved':
      running.get(message.id)?.answer?.(message.yes);
      break;
  }
});
