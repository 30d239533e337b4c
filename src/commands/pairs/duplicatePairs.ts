import type { CommandServices } from '../commandServices.js';
import { captionsOf, pairTargets } from './pairTargets.js';

/**
 * Duplicate.
 * 1. Of the images that it was called on: makes a copy of each with its captions, under a name that is free.
 * 2. Closes with the numbers and Undo.
 */
export async function duplicatePairs(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const { library, pairs } = services;
  for (const { style, images } of await pairTargets(services, args)) {
    const { images: all = [] } = await library.load(style);
    const { going, shared } = captionsOf(images, all);
    const captions = [...going, ...shared];
    const edit = { act: 'duplicate', images } as const;
    await pairs.run({ style, edit, captions, count: images.length + captions.length });
  }
}
