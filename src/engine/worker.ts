import { parentPort } from 'node:worker_threads';
import { isLocked } from '../local/store/lockFile.js';
import { newestManifestOf } from '../local/store/storedManifests.js';
import { openListedFolder } from '../local/style/localImages.js';
import { editPairs } from '../operations/editPairs.js';
import { listCaptionedImages } from '../operations/listImages.js';
import { listRuns, runFiles } from '../operations/listHistory.js';
import { readCaptionVersions, readObject } from '../operations/readObject.js';
import { readCaptionFile, writeCaptionFile } from '../operations/captionFile.js';
import { syncStyle } from '../operations/syncStyle.js';
import { undoSync } from '../operations/undoSync.js';
import { asSyncError } from '../core/errors.js';
import { adapters, openBucket } from '../wiring/adapters.js';
import type { EngineCall, EngineCalls, FromEngine, ToEngine } from './workerMessages.js';
import { packImages } from './packedImages.js';
import { ProgressThrottle } from './progressThrottle.js';
import type { SyncResult } from '../operations/protocol/results.js';
import { normalizePrefix, type Location } from '../core/location.js';

/** Entry of the extension's worker thread: heavy work runs here, off the extension host's event loop. */

const port = parentPort;
if (port === null) throw new Error('This file is the entry of a worker thread.');

const send = (message: FromEngine): void => port.postMessage(message);

const listAdapters = {
  openListedFolder,
  newestManifestOf,
  async reportOf(root: string, location: Location) {
    const report = await adapters.reportOf(root, location).load();
    return report?.endedAtMs === null && isLocked(root) ? undefined : report;
  },
  platform: adapters.platform,
};

/** The running calls, by id. */
const running = new Map<number, RunningCall>();

interface RunningCall {
  readonly cancel: AbortController;
  answer?: (yes: boolean) => void;
  unsaved?: ReadonlySet<string>;
}

const handlers: {
  [C in EngineCall]: (
    request: EngineCalls[C]['request'],
    id: number,
    signal: AbortSignal,
  ) => Promise<EngineCalls[C]['response']>;
} = {
  async listImages(request, id, signal) {
    const listing = await listCaptionedImages(request, listAdapters, signal);
    send({ type: 'counts', id, counts: listing.counts });
    let count = 0;
    for await (const images of listing.batches) {
      send({ type: 'images', id, images: packImages(images) });
      count += images.length;
    }
    return { count, standing: listing.standing(), loneCaptions: listing.loneCaptions };
  },

  async sync(request, id, signal) {
    const progress = new ProgressThrottle((state) => send({ type: 'progress', id, progress: state }));
    setUnsaved(id, request.unsaved);
    try {
      const result = await syncStyle(request, adapters, {
        signal,
        onProgress: (state) => progress.push(state),
        log: (level, line) => send({ type: 'log', id, level, line }),
        isUnsaved: (path) => running.get(id)?.unsaved?.has(path) ?? false,
        ...(request.asks && { approve: (plan) => ask(id, plan) }),
      });
      return withoutSkipped(result);
    } finally {
      progress.flush();
    }
  },

  async undo(request, id, signal) {
    const progress = new ProgressThrottle((state) => send({ type: 'progress', id, progress: state }));
    try {
      return await undoSync(request, adapters, {
        signal,
        onProgress: (state) => progress.push(state),
        log: (level, line) => send({ type: 'log', id, level, line }),
      });
    } finally {
      progress.flush();
    }
  },

  async editPairs(request, id, signal) {
    const progress = new ProgressThrottle((state) => send({ type: 'progress', id, progress: state }));
    setUnsaved(id, request.unsaved);
    try {
      return await editPairs(request, adapters, {
        signal,
        onProgress: (state) => progress.push(state),
        log: (level, line) => send({ type: 'log', id, level, line }),
        isUnsaved: (path) => running.get(id)?.unsaved?.has(path) ?? false,
      });
    } finally {
      progress.flush();
    }
  },

  history: (request) => listRuns(request, adapters),

  runFiles: (request) => runFiles(request, adapters),

  readObject: (request, _id, signal) => readObject(request, adapters, signal),

  captionVersions: (request, _id, signal) => readCaptionVersions(request, adapters, signal),

  readCaptionFile: (request, _id, signal) => readCaptionFile(request, adapters, signal),

  writeCaptionFile: (request, _id, signal) => writeCaptionFile(request, adapters, signal),

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

/** Removes the `skip` rows: they are most of a plan, and the editor does not show them. */
const withoutSkipped = (result: SyncResult): SyncResult =>
  result.plan === undefined
    ? result
    : { ...result, plan: result.plan.filter(({ action }) => action !== 'skip') };

function setUnsaved(id: number, files: readonly string[]): void {
  const call = running.get(id);
  if (call !== undefined) call.unsaved = new Set(files);
}

function ask(id: number, plan: SyncResult): Promise<boolean> {
  return new Promise((resolve) => {
    const call = running.get(id);
    if (call === undefined) resolve(false);
    else call.answer = resolve;
    send({ type: 'approve', id, plan: withoutSkipped(plan) });
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
    const { code, data, cause } = asSyncError(error);
    const trace = code === 'internal' && cause instanceof Error ? cause.stack : undefined;
    send({ type: 'failed', id, code, data, trace });
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
    case 'unsaved':
      setUnsaved(message.id, message.files);
      break;
  }
});
