import type { SettingKey, SettingValues } from './ids.js';
import { SETTING_DEFAULTS } from './ids.js';

/**
 * The values of a setting by where they are set. The settings of a workspace come with a repository, so anybody may
 * have written them. They may configure the sync of this data, but they must not make it less careful than the user's
 * own settings, nor lead outside of the workspace.
 */
export interface SettingLayers {
  /** The user's own value; `undefined`: not set. */
  readonly user: unknown;
  /** The value of the workspace or of one of its folders; `undefined`: not set. */
  readonly workspace: unknown;
}

/** The effective value. A value of the wrong type counts as not set. */
export function safeSetting<K extends SettingKey>(
  key: K,
  { user, workspace }: SettingLayers,
): SettingValues[K] {
  const own = isValueOf(key, user) ? user : SETTING_DEFAULTS[key];
  if (!isValueOf(key, workspace)) return own;
  return RESTRICTIONS[key]?.(workspace, own) ?? workspace;
}

type Restriction<K extends SettingKey> = (
  theirs: SettingValues[K],
  own: SettingValues[K],
) => SettingValues[K];

const RESTRICTIONS: { readonly [K in SettingKey]?: Restriction<K> } = {
  confirm: (theirs, own) => (CAREFUL.indexOf(theirs) > CAREFUL.indexOf(own) ? theirs : own),
  'history.keepDays': (theirs, own) => Math.max(theirs, own),
  'history.keepMegabytes': (theirs, own) => Math.max(theirs, own),
  followLinks: (_, own) => own,
  stylesFolder: (theirs, own) => (isInside(theirs) ? theirs : own),
  imageExtensions: (theirs, own) => {
    const images = theirs.filter((extension) => IMAGE_FORMATS.has(extension.toLowerCase()));
    return images.length > 0 ? images : own;
  },
};

/** Sorted: the last is the most careful. */
const CAREFUL: readonly SettingValues['confirm'][] = ['never', 'deletes', 'always'];

/** Whether the path is relative and stays inside its base folder, on every platform. */
function isInside(folder: string): boolean {
  if (/^(?:[/\\~]|[A-Za-z]:)/.test(folder)) return false;
  return !folder.split(/[/\\]/).includes('..');
}

/**
 * The extensions that a repository may declare to be images. With others it could have keys and notes sent to its
 * bucket.
 */
const IMAGE_FORMATS: ReadonlySet<string> = new Set([
  ...SETTING_DEFAULTS.imageExtensions,
  ...['jfif', 'jpe', 'jp2', 'j2k', 'apng', 'heic', 'heif', 'hif', 'avifs', 'svg', 'ico', 'tga', 'dds', 'qoi'],
  ...['exr', 'hdr', 'pbm', 'pgm', 'ppm', 'pnm', 'pam', 'pfm', 'psd', 'xcf', 'pcx', 'wbmp', 'xbm', 'xpm'],
  ...['dng', 'cr2', 'cr3', 'nef', 'arw', 'orf', 'raf', 'rw2', 'pef', 'srw'],
]);

function isValueOf<K extends SettingKey>(key: K, value: unknown): value is SettingValues[K] {
  if (key === 'imageExtensions') {
    return Array.isArray(value) && value.every((extension) => typeof extension === 'string');
  }
  if (key === 'concurrency') return isWholeNumber(value, 1);
  if (key === 'history.keepDays' || key === 'history.keepMegabytes') return isWholeNumber(value, 0);
  if (key === 'forcePathStyle') return value === 'auto' || value === 'on' || value === 'off';
  if (key === 'confirm') return value === 'deletes' || value === 'always' || value === 'never';
  return typeof value === typeof SETTING_DEFAULTS[key];
}

const isWholeNumber = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least;
