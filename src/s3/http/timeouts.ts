/** How long a connection may take to be made. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** How long a connection may be silent. */
export const IDLE_TIMEOUT_MS = 60_000;
