import type { Socket } from 'node:net';

/** How long a connection may take to be made. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** How long a connection may then take to become a secure one. */
export const HANDSHAKE_TIMEOUT_MS = 30_000;
/** How long a connection may be silent. */
export const IDLE_TIMEOUT_MS = 60_000;
/** How long the head of an answer may take once its request has gone out, in however many pieces it comes. */
export const HEAD_TIMEOUT_MS = IDLE_TIMEOUT_MS;
/** How long a document may take once its head has come: a page of a listing is at most a megabyte. */
export const DOCUMENT_TIMEOUT_MS = 120_000;
/** The same where the server works while it answers: S3 sends spaces until it has copied, or put parts together. */
export const WORK_TIMEOUT_MS = 600_000;

/** `what` did not happen in its time. */
export const timedOut = (what: string, ms: number): Error =>
  Object.assign(new Error(`${what} within ${ms} ms`), { name: 'TimeoutError' });

/** Ends a connection unless the timer is cleared. */
export const endIfLate = (socket: Socket, what: string, ms: number): NodeJS.Timeout =>
  setTimeout(() => socket.destroy(timedOut(what, ms)), ms);
