import * as fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Timeout until a server answers; usually it takes two or three seconds. */
const START_TIMEOUT_MS = 60_000;

/**
 * Polls until the endpoint answers over HTTP, because servers do not report when they are ready. `isAlive`: whether the
 * server's process is still running.
 */
export async function untilAnswering(endpoint: string, isAlive: () => boolean): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await fetch(endpoint);
      return;
    } catch (error) {
      if (!isAlive() || Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

/** The ends of a folder's log files, for the error about a server that did not start. */
export function tailOfLogs(folder: string): string {
  return fs
    .readdirSync(folder)
    .map((name) => `${name}: ${fs.readFileSync(path.join(folder, name), 'utf8').slice(-500)}`)
    .join('\n');
}
