import type { RelativePath } from '../../dataset/trainingImage.js';
import { problemWithName } from '../../core/names.js';
import { stemOf } from '../../dataset/pairing.js';
import { enterLine } from '../../host/shown/quickInput.js';
import { t } from '../../host/shown/messages.js';
import type { CommandServices } from '../commandServices.js';
import { captionsOf, pairTarget } from './pairTargets.js';

/**
 * Rename Image and Caption.
 * 1. Of the one image that it was called on.
 * 2. Asks for the new name; the extension stays.
 * 3. The captions get the new name too. No file is overwritten.
 * 4. Closes with the numbers and Undo.
 */
export async function renamePair(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const { library, pairs } = services;
  const { style, images } = await pairTarget(services, args);
  const [image = ''] = images;
  const { images: all = [] } = await library.load(style);
  const [folder, stem, extension] = partsOf(image);
  const taken = new Set(all.map(({ relativePath }) => relativePath));
  const name = await enterLine({
    title:
      images.length === 1
        ? t('Rename Image and Caption')
        : t('Rename the First of {0} Images', images.length),
    prompt: t('The new name of {0}, without {1}', stem + extension, extension),
    value: stem,
    problemOf: (text) => problemOf(text.trim(), folder, extension, taken),
  });
  if (name === undefined || name.trim() === stem) return;
  const { going, shared } = captionsOf([image], all);
  const captions = [...going, ...shared];
  const renamings = [{ from: image, to: folder + name.trim() + extension }];
  await pairs.run({ style, edit: { act: 'rename', renamings }, captions, count: 1 + captions.length });
}

/** The folder with its slash, the name without its extension, and the extension with its dot. */
function partsOf(path: RelativePath): [folder: string, stem: string, extension: string] {
  const start = path.lastIndexOf('/') + 1;
  const stem = stemOf(path);
  return [path.slice(0, start), stem.slice(start), path.slice(stem.length)];
}

function problemOf(
  name: string,
  folder: string,
  extension: string,
  taken: ReadonlySet<RelativePath>,
): string | undefined {
  if (name === '') return t('Enter a name.');
  if (/[/\\]/.test(name)) return t('A name has no slash.');
  if (name.startsWith('.')) return t('A name that begins with a dot is hidden from training.');
  const path = folder + name + extension;
  if (problemWithName(path, '', 'win32') !== undefined) return t('Not every system can hold this name.');
  return taken.has(path) ? t('{0} exists already.', name + extension) : undefined;
}
