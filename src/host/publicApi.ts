import type { TrainingImage } from '../dataset/trainingImage.js';
import type { DownloadResult, SyncResult, UploadResult } from '../operations/protocol/results.js';
import { SyncError } from '../core/errors.js';
import { isStyleId } from '../core/location.js';
import type { SyncDirection } from '../core/progress.js';
import type { Style } from './style/style.js';
import { localWorkspaceFolders } from './style/styleFolders.js';
import type { StyleLibrary } from './style/styleLibrary.js';
import type { SyncRunner } from './syncRunner.js';

/** The options of a sync for a script or another extension. The two sync commands take them as well, except `force`. */
export interface SyncByIdOptions {
  readonly styleId: string;
  /** Relative paths of the selected images; left out: all. */
  readonly images?: readonly string[];
  /** Left out: the setting. */
  readonly syncDeletes?: boolean;
  /** Accepts an empty source and a mass change, which are refused otherwise because nobody can be asked. */
  readonly force?: boolean;
}

/**
 * What `activate` returns. It asks nothing and shows nothing. With deletes on, files that are missing in the source are
 * deleted without a question, unless that is a mass change. Rejects with an error whose `code` says what went wrong.
 */
export interface TrainingDataApi {
  readonly upload: (options: SyncByIdOptions) => Promise<UploadResult>;
  /** Makes the style's folder if it does not exist. */
  readonly download: (options: SyncByIdOptions) => Promise<DownloadResult>;
  /** In natural order. */
  readonly trainingImages: (options: { readonly styleId: string }) => Promise<TrainingImage[]>;
}

interface ApiServices {
  readonly library: StyleLibrary;
  readonly syncs: SyncRunner;
}

export function createApi(services: ApiServices): TrainingDataApi {
  return {
    upload: async (options) => {
      const result = await syncById('to-s3', options, services);
      if (result.direction !== 'to-s3') throw new SyncError('internal');
      return result;
    },
    download: async (options) => {
      const result = await syncById('from-s3', options, services);
      if (result.direction !== 'from-s3') throw new SyncError('internal');
      return result;
    },
    trainingImages: ({ styleId }) => trainingImages(styleId, services.library),
  };
}

/** Syncs the style with an id, and shows the user nothing. */
async function syncById(
  direction: SyncDirection,
  options: SyncByIdOptions,
  { library, syncs }: ApiServices,
): Promise<SyncResult> {
  const { styleId, images, syncDeletes, force } = readSyncByIdOptions(options);
  const result = await syncs.run(await styleFor(direction, styleId, library), direction, {
    interactive: false,
    ...(images && { images }),
    ...(syncDeletes !== undefined && { syncDeletes }),
    ...(force !== undefined && { force }),
  });
  if (result === undefined)
    throw new SyncError('internal', { cause: 'a sync without questions was declined' });
  return result;
}

/**
 * The same for a command. A link in any text can call it as well as a script, so it forces nothing and asks before it
 * deletes or overwrites, whatever the settings say. `undefined` where the user declined, or was told why it failed.
 */
export async function syncByCommand(
  direction: SyncDirection,
  options: SyncByIdOptions,
  { library, syncs }: ApiServices,
): Promise<SyncResult | undefined> {
  const { styleId, images, syncDeletes } = readSyncByIdOptions(options);
  return syncs.run(await styleFor(direction, styleId, library), direction, {
    interactive: true,
    alwaysAsk: true,
    ...(images && { images }),
    ...(syncDeletes !== undefined && { syncDeletes }),
  });
}

const styleFor = (direction: SyncDirection, styleId: string, library: StyleLibrary): Promise<Style> =>
  direction === 'to-s3' ? styleById(styleId, library) : styleToFetch(styleId, library);

/** Whether the argument of a command is the options of a script, rather than what a menu passes. */
export function isSyncByIdOptions(argument: unknown): argument is SyncByIdOptions {
  return typeof argument === 'object' && argument !== null && 'styleId' in argument;
}

/** Checks the options, as scripts are not type-checked. Throws `bad-argument`. */
function readSyncByIdOptions(options: SyncByIdOptions): SyncByIdOptions {
  const { styleId, images, syncDeletes, force }: Record<keyof SyncByIdOptions, unknown> = {
    images: undefined,
    syncDeletes: undefined,
    force: undefined,
    ...options,
  };
  if (typeof styleId !== 'string' || !isStyleId(styleId)) {
    throw new SyncError('bad-argument', { cause: `“${String(styleId)}” cannot be the id of a style` });
  }
  const isList = Array.isArray(images) && images.every((image) => typeof image === 'string');
  if (images !== undefined && !isList) {
    throw new SyncError('bad-argument', { cause: 'images is not a list of paths' });
  }
  if (syncDeletes !== undefined && typeof syncDeletes !== 'boolean') {
    throw new SyncError('bad-argument', { cause: 'syncDeletes is neither true nor false' });
  }
  if (force !== undefined && typeof force !== 'boolean') {
    throw new SyncError('bad-argument', { cause: 'force is neither true nor false' });
  }
  return options;
}

async function trainingImages(styleId: string, library: StyleLibrary): Promise<TrainingImage[]> {
  const style = await styleById(styleId, library);
  // The library may lag behind the disk until the file watcher reports a change.
  await library.refresh(style);
  const { images, error } = library.stateOf(style);
  if (images === undefined) throw new SyncError('internal', { cause: error ?? 'the style was not read' });
  return images.map(({ name, relativePath, size, modifiedTime, hasCaption, captionFile }) => ({
    name,
    relativePath,
    size,
    modifiedTime,
    hasCaption,
    captionFile,
  }));
}

/** A style of the workspace, or one that a sync will create. Throws `bad-argument` where the id is ambiguous. */
async function styleToFetch(styleId: string, library: StyleLibrary): Promise<Style> {
  const [workspaceFolder] = localWorkspaceFolders();
  if (workspaceFolder === undefined) return styleById(styleId, library);
  return (await findStyle(styleId, library)) ?? library.styleToCome(styleId, workspaceFolder);
}

/** Throws `bad-argument` where no style, or more than one, has the id. */
async function styleById(styleId: string, library: StyleLibrary): Promise<Style> {
  const style = await findStyle(styleId, library);
  if (style !== undefined) return style;
  throw new SyncError('bad-argument', { cause: `There is no style “${styleId}” in this workspace` });
}

async function findStyle(styleId: string, library: StyleLibrary): Promise<Style | undefined> {
  const named = await library.stylesNamed(styleId);
  if (named.length > 1) {
    throw new SyncError('bad-argument', { cause: `“${styleId}” is the id of more than one style here` });
  }
  return named[0];
}
