import type { CommandServices } from './commandServices.js';

/** Refresh: reads the styles of the tree and the galleries, and the caption marks, from disk again. */
export async function refresh({ library, refreshDecorations }: CommandServices): Promise<void> {
  refreshDecorations();
  await library.refresh();
}
