import type { PairsEdit } from '../../../src/operations/protocol/requests.js';
import { PairsFolders } from './pairsStyle.js';

/** A process that edits pairs until its parent kills it. Arguments: the root of the folders, and the edit as JSON. */
async function run([root = '', edit = '']: readonly string[]): Promise<void> {
  await new PairsFolders(root).edit('16', JSON.parse(edit) as PairsEdit);
  process.stdout.write('done\n');
}

void run(process.argv.slice(2));
