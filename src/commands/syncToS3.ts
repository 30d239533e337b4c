import { isSyncByIdOptions, syncByCommand } from '../host/publicApi.js';
import { t } from '../host/shown/messages.js';
import type { CommandServices } from './commandServices.js';
import { pickStyle } from './pickStyle.js';
import { subjectsOf, syncTargets } from './commandTargets.js';

/**
 * Sync to S3.
 * 1. From the palette: asks which style, or takes the only one. From a menu: the styles, or the selected images.
 * 2. Asks for the bucket where none is set.
 * 3. Shows the progress, with cancel.
 * 4. With Sync Deletes on: names the files that would be deleted from S3, and asks.
 * 5. Closes with the numbers; with “Show Log” when something failed.
 *
 * With `{styleId, images?, syncDeletes?}` it does the same for the style with that id, and returns the result. A link
 * can call it so: it asks before it deletes or overwrites, whatever the settings say.
 */
export async function syncToS3(services: CommandServices, args: readonly unknown[]): Promise<unknown> {
  const [options] = args;
  if (isSyncByIdOptions(options)) return syncByCommand('to-s3', options, services);
  const { library, syncs } = services;
  const subjects = subjectsOf(args);
  if (subjects.length === 0) {
    const style = await pickStyle(library, t('Sync to S3'));
    return style && syncs.run(style, 'to-s3', { interactive: true });
  }
  for (const { style, images } of await syncTargets(subjects, library, 'its images')) {
    await syncs.run(style, 'to-s3', { interactive: true, ...(images && { images }) });
  }
  return undefined;
}
