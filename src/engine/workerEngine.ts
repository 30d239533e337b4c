import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type {
  CaptionFileRequest,
  CaptionVersions,
  CaptionWrite,
  ListRequest,
  ObjectRequest,
  PairsRequest,
  RunRequest,
  StyleRequest,
  SyncRequest,
  UndoRequest,
} from '../operations/protocol/requests.js';
import type {
  CaptionFile,
  PairsResult,
  RunFiles,
  RunSummary,
  SyncResult,
  UndoResult,
} from '../operations/protocol/results.js';
import { SyncError } from '../core/errors.js';
import type { LogSink, SyncProgress } from '../core/progress.js';
import type { Engine, ListedStyle, ListHandlers, SyncHandlers, UnsavedFiles } from './engine.js';
import { unpackImages } from './packedImages.js';
import type { ConnectionCheck, EngineCall, EngineCalls, FromEngine, ToEngine } from './workerMessages.js';

/** After this long without a call, the worker is ended; the next call starts it again. */
const IDLE_MS = 60_000;
/** A cancelled sync ends within this time, with its manifest saved and its lock released (docs/sync-contract.md §2). */
const CANCEL_MS = 2000;

interface Call extends Partial<ListHandlers> {
  readonly resolve: (response: EngineCalls[EngineCall]['response']) => void;
  readonly reject: (error: SyncError) => void;
  readonly onProgress?: (progress: SyncProgress) => void;
  readonly onLog?: LogSink;
  readonly unsaved?: UnsavedFiles;
  readonly approve?: (plan: SyncResult) => Promise<boolean>;
}

/**
 * An engine in a worker thread, which `prepare` or the first call starts. `script`: absolute path of `dist/engine.js`.
 */
export class WorkerEngine implements Engine {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #nextId = 1;
  #onIdle: (() => void) | undefined;
  readonly #calls = new Map<number, Call>();

  constructor(
    readonly script: string,
    readonly idleMs = IDLE_MS,
  ) {}

  prepare(): void {
    this.#start();
    if (this.#calls.size === 0) this.#becomeIdle();
  }

  async listImages(request: ListRequest, handlers: ListHandlers, signal: AbortSignal): Promise<ListedStyle> {
    return this.#call('listImages', request, signal, handlers);
  }

  async sync(request: SyncRequest, handlers: SyncHandlers): Promise<SyncResult> {
    const { signal, onProgress, onLog, approve, unsaved } = handlers;
    const asks = approve !== undefined;
    const call = { ...request, asks, unsaved: unsaved?.now ?? [] };
    return this.#call('sync', call, signal, {
      onProgress,
      onLog,
      ...(asks && { approve }),
      ...(unsaved && { unsaved }),
    });
  }

  async undo(
    request: UndoRequest,
    { signal, onProgress, onLog }: Omit<SyncHandlers, 'approve' | 'unsaved'>,
  ): Promise<UndoResult> {
    return this.#call('undo', request, signal, { onProgress, onLog });
  }

  async editPairs(
    request: PairsRequest,
    { signal, onProgress, onLog, unsaved }: Omit<SyncHandlers, 'approve'>,
  ): Promise<PairsResult> {
    const call = { ...request, unsaved: unsaved?.now ?? [] };
    return this.#call('editPairs', call, signal, { onProgress, onLog, ...(unsaved && { unsaved }) });
  }

  async history(request: StyleRequest, signal: AbortSignal): Promise<readonly RunSummary[]> {
    return this.#call('history', request, signal, {});
  }

  async runFiles(request: RunRequest, signal: AbortSignal): Promise<RunFiles> {
    return this.#call('runFiles', request, signal, {});
  }

  async readObject(request: ObjectRequest, signal: AbortSignal): Promise<Uint8Array | undefined> {
    return this.#call('readObject', request, signal, {});
  }

  async captionVersions(request: ObjectRequest, signal: AbortSignal): Promise<CaptionVersions> {
    return this.#call('captionVersions', request, signal, {});
  }

  async readCaptionFile(request: CaptionFileRequest, signal: AbortSignal): Promise<CaptionFile | undefined> {
    return this.#call('readCaptionFile', request, signal, {});
  }

  async writeCaptionFile(request: CaptionWrite, signal: AbortSignal): Promise<CaptionFile['file']> {
    return this.#call('writeCaptionFile', request, signal, {});
  }

  async checkConnection(request: ConnectionCheck, signal: AbortSignal): Promise<{ readonly region: string }> {
    return this.#call('checkConnection', request, signal, {});
  }

  async listStyles(request: ConnectionCheck, signal: AbortSignal): Promise<readonly string[]> {
    return this.#call('listStyles', request, signal, {});
  }

  /** Cancels all calls, gives them time to end cleanly, and ends the worker; resolves when the thread is gone. */
  async dispose(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    if (worker === undefined) return;
    await this.#cancelAll(worker);
    this.#worker = undefined;
    this.#failAll(new SyncError('cancelled'));
    await worker.terminate();
  }

  async #cancelAll(worker: Worker): Promise<void> {
    if (this.#calls.size === 0) return;
    const idle = new Promise<void>((resolve) => (this.#onIdle = resolve));
    for (const id of this.#calls.keys()) this.#send(worker, { type: 'cancel', id });
    await Promise.race([idle, wait(CANCEL_MS, undefined, { ref: false })]);
    clearTimeout(this.#idle);
  }

  #call<C extends EngineCall>(
    call: C,
    request: EngineCalls[C]['request'],
    signal: AbortSignal,
    listeners: Omit<Call, 'resolve' | 'reject'>,
  ): Promise<EngineCalls[C]['response']> {
    if (signal.aborted) return Promise.reject(new SyncError('cancelled'));
    const id = this.#nextId++;
    const worker = this.#start();
    const onAbort = (): void => this.#send(worker, { type: 'cancel', id });
    signal.addEventListener('abort', onAbort, { once: true });
    const stopListening = listeners.unsaved?.onChange((files) =>
      this.#send(worker, { type: 'unsaved', id, files }),
    );
    const answer = new Promise<EngineCalls[C]['response']>((resolve, reject) => {
      this.#calls.set(id, { ...listeners, resolve, reject });
      this.#send(worker, { type: 'call', id, call, request } as ToEngine);
    });
    return answer.finally(() => {
      signal.removeEventListener('abort', onAbort);
      stopListening?.();
      if (this.#calls.size === 0) this.#becomeIdle();
    });
  }

  /** Called when no call is left: wakes up a waiting `dispose` and starts the idle timer. */
  #becomeIdle(): void {
    this.#onIdle?.();
    this.#idle = setTimeout(() => void this.dispose(), this.idleMs).unref();
  }

  #start(): Worker {
    clearTimeout(this.#idle);
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(this.script, { stderr: false, stdout: false });
    worker.on('message', (message: FromEngine) => this.#receive(worker, message));
    worker.on('error', (error) => this.#workerEnded(worker, String(error), error));
    worker.on('exit', () => this.#workerEnded(worker, 'the engine ended'));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #receive(worker: Worker, message: FromEngine): void {
    const call = this.#calls.get(message.id);
    if (call === undefined) return;
    switch (message.type) {
      case 'counts':
        call.onCounts?.(message.counts);
        break;
      case 'images':
        call.onImages?.(unpackImages(message.images));
        break;
      case 'progress':
        call.onProgress?.(message.progress);
        break;
      case 'log':
        call.onLog?.(message.level, message.line);
        break;
      case 'approve':
        void this.#approve(worker, message.id, message.plan, call);
        break;
      case 'done':
        this.#calls.delete(message.id);
        call.resolve(message.response);
        break;
      case 'failed':
        this.#calls.delete(message.id);
        call.reject(new SyncError(message.code, message.data, { cause: errorWithTrace(message) }));
        break;
    }
  }

  /** If the question itself fails, the answer is no: nothing may be lost without a yes. */
  async #approve(worker: Worker, id: number, plan: SyncResult, call: Call): Promise<void> {
    let yes = false;
    try {
      yes = (await call.approve?.(plan)) ?? false;
    } catch (error) {
      call.onLog?.('error', `The question about the plan failed: ${String(error)}`);
    }
    this.#send(worker, { type: 'approved', id, yes });
  }

  #workerEnded(worker: Worker, reason: string, cause?: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#failAll(new SyncError('internal', { cause: reason }, { cause }));
  }

  #failAll(error: SyncError): void {
    for (const call of this.#calls.values()) call.reject(error);
    this.#calls.clear();
  }

  #send(worker: Worker, message: ToEngine): void {
    worker.postMessage(message);
  }
}

/** Rebuilds the cause of an internal error: errors lose their stack between threads, so it is sent separately. */
function errorWithTrace({ data, trace }: Extract<FromEngine, { type: 'failed' }>): Error | undefined {
  return trace === undefined ? undefined : Object.assign(new Error(data.cause), { stack: trace });
}
