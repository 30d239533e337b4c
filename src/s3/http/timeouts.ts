import type { Socket } from 'node:net';

/** The time within which a connection must be established. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** The time within which it must then complete the TLS handshake. */
export const HANDSHAKE_TIMEOUT_MS = 30_000;
/** The time without a byte after which a connection is closed. */
export const IDLE_TIMEOUT_MS = 60_000;
/**
 * The time within which the head of an answer must be complete after its request has been sent, in however many
 * pieces it arrives.
 */
export const HEAD_TIMEOUT_MS = IDLE_TIMEOUT_MS;
/** The time within which a document must be complete after its head: a page of a listing is at most a megabyte. */
export const DOCUMENT_TIMEOUT_MS = 120_000;
/**
 * The same limit where the server works while it answers: S3 sends spaces until it has copied, or put parts together.
 */
export const WORK_TIMEOUT_MS = 600_000;

/** The error for `what` that did not happen within its time. */
export const timedOut = (what: string, ms: number): Error =>
  Object.assign(new Error(`${what} within ${ms} ms`), { name: 'TimeoutError' });

/** Destroys the connection unless the caller clears the timer. */
export const endIfLate = (socket: Socket, what: string, ms: number): NodeJS.Timeout =>
  setTimeout(() => socket.destroy(timedOut(what, ms)), ms);
