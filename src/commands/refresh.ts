import type { CommandServices } from './commandServices.js';

/** Refresh: reads again from disk what the tree, the galleries and the caption marks show. */
export async function refresh({ library, refreshDecorations }: CommandServices): Promise<void> {
  refreshDecorations();
  await library.refresh();
}
