import type { SettingKey, SettingValues } from './ids.js';
import { SETTING_DEFAULTS } from './ids.js';

/**
 * Settings of a workspace come with a repository: anybody may have written them. They say how this data is synced, but
 * they make nothing less careful than the user's own settings, and lead nowhere outside of the workspace.
 */
export interface SettingLayers {
  /** Of the user on this machine; `undefined`: not set. */
  readonly user: unknown;
  /** Of the workspace or one of its folders; `undefined`: not set. */
  readonly workspace: unknown;
}

/** What holds. A value of the wrong type counts as not set. */
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

/** The more careful, the later. */
const CAREFUL: readonly SettingValues['confirm'][] = ['never', 'deletes', 'always'];

/** A relative path that stays below the folder that it is relative to, on every platform. */
function isInside(folder: string): boolean {
  if (/^(?:[/\\~]|[A-Za-z]:)/.test(folder)) return false;
  return !folder.split(/[/\\]/).includes('..');
}

/** What a repository may call an image: otherwise it could have keys and notes sent to its bucket by their extension. */
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
