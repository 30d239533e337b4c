/*
 * npm run setup: installs everything that the tests need, and prints what is not available. `npm test` includes this.
 */
import { provide } from './setup/provide.js';
import { CEPH, CHROMIUM, CURRENT_VSCODE, FONTS, OLDEST_VSCODE } from './setup/requirements.js';

async function main(): Promise<void> {
  const unmet = await provide([CHROMIUM, FONTS, CEPH, OLDEST_VSCODE, CURRENT_VSCODE]);
  for (const reason of unmet.values()) console.error(`${reason}.`);
  if (unmet.size === 0) console.log('Everything that the tests need is here.');
  process.exitCode = unmet.size === 0 ? 0 : 1;
}

void main();
