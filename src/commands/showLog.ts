import type { CommandServices } from './commandServices.js';

/** Show Log: opens the extension's log in the Output panel. */
export function showLog({ log }: CommandServices): void {
  log.show();
}
