import { t, withQuietProgress } from '../host/shown/messages.js';
import { objectRequest } from '../host/objectFiles.js';
import { possibleResolutions } from '../views/syncPlan/syncPlanModel.js';
import type { CommandServices } from './commandServices.js';
import { plannedFiles } from './planArguments.js';

/**
 * Merge (of a caption that changed on both sides).
 * 1. Merges both edits into one text, with the text of the last sync as the base.
 * 2. Where the edits do not contradict each other: the row says “merged”, and the text opens for a look and for edits.
 *    Where they do: the merge editor opens, and the row says “merged” once its result is saved.
 */
export async function mergePlanned(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const { engine, review, merges, connections } = services;
  const plan = review.current;
  const caption = plannedFiles(args).find((file) => possibleResolutions(file).includes('merge'));
  if (plan === undefined || caption === undefined) return;
  const { style } = plan.planned;
  const { file } = caption.planned;
  const versions = await withQuietProgress(
    async () => {
      const request = await objectRequest(style, file, connections);
      return engine.captionVersions(request, new AbortController().signal);
    },
    t('Merging {0}', file),
  );
  const resolve = (merged: string): void => {
    // Another plan may have replaced this one meanwhile; the text does not belong to it.
    if (review.current === plan) review.resolve([caption], { merged });
  };
  if (versions.merged !== undefined) resolve(versions.merged);
  await merges.open(style, file, versions, resolve);
}
