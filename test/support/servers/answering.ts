import * as fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How long a server may take to answer; two or three seconds are usual. */
const START_TIMEOUT_MS = 60_000;

/** Resolves when something answers there over HTTP; servers do not say when they are ready. `isAlive`: its process. */
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

/** The ends of the log files of a folder, for the message of a server that did not start. */
export function tailOfLogs(folder: string): string {
  return fs
    .readdirSync(folder)
    .map((name) => `${name}: ${fs.readFileSync(path.join(folder, name), 'utf8').slice(-500)}`)
    .join('\n');
}
