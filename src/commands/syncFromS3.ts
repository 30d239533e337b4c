import { isSyncByIdOptions, syncByCommand } from '../host/publicApi.js';
import type { CommandServices } from './commandServices.js';
import { pickStyleToFetch } from './pickStyleToFetch.js';
import { subjectsOf, syncTargets } from './commandTargets.js';

/**
 * Sync from S3.
 * 1. From the palette: asks which style, including those that are only in S3, or takes the only one. From a menu: the
 *    styles, or the selected images. A sub-folder stands for its whole style, as its files in S3 need not exist
 *    locally.
 * 2. Asks for the bucket where none is set.
 * 3. Shows the progress, with cancel.
 * 4. With Sync Deletes on: names the local files that would be deleted, and asks.
 * 5. Closes with the numbers; with “Show Log” when something failed.
 *
 * With `{styleId, syncDeletes?}` it does the same for the style with that id, and returns the result. A link can call
 * it so: it asks before it deletes or overwrites, whatever the settings say.
 */
export async function syncFromS3(services: CommandServices, args: readonly unknown[]): Promise<unknown> {
  const [options] = args;
  if (isSyncByIdOptions(options)) return syncByCommand('from-s3', options, services);
  const { library, syncs } = services;
  const subjects = subjectsOf(args);
  if (subjects.length === 0) {
    const style = await pickStyleToFetch(services);
    return style && syncs.run(style, 'from-s3', { interactive: true });
  }
  for (const { style, images } of await syncTargets(subjects, library, 'its style')) {
    await syncs.run(style, 'from-s3', { interactive: true, ...(images && { images }) });
  }
  return undefined;
}
