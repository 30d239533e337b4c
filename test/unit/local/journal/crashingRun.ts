import { recoveryStoreOf } from '../../../../src/local/recovery/recoveryStore.js';
import { creationOf, deletionOf, headerOf } from './recordedRun.js';

/** Begins a run on a folder, records three intents and the end of one, tells its parent, and waits to be killed. */
async function run(root: string): Promise<void> {
  const journal = await recoveryStoreOf(root).begin(headerOf('2024-killed'));
  await journal.intend(creationOf(0));
  await journal.done(0);
  await journal.intend(deletionOf(1, 'one'));
  await journal.intend(deletionOf(2, 'two'));
  process.send?.('intended');
}

process.on('message', () => undefined); // the channel keeps the process alive
void run(process.argv[2] ?? '');
