/**
 * Every id that the code shares with the manifest. `test/unit/host/ids.test.ts` keeps this file, `package.json` and
 * `package.nls.json` in step, in both directions.
 */

export const COMMANDS = {
  syncToS3: 's3TrainingData.syncToS3',
  syncFromS3: 's3TrainingData.syncFromS3',
  openGallery: 's3TrainingData.openGallery',
  toggleSyncDeletes: 's3TrainingData.toggleSyncDeletes',
  refresh: 's3TrainingData.refresh',
  openCaption: 's3TrainingData.openCaption',
  createCaption: 's3TrainingData.createCaption',
  configureConnection: 's3TrainingData.configureConnection',
  showLog: 's3TrainingData.showLog',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** The activity bar container. */
export const VIEW_CONTAINER = 's3TrainingData';

export const VIEWS = { trainingImages: 's3TrainingData.trainingImages' } as const;

/** `viewItem` in the manifest's `when` clauses: what kind of tree item a menu belongs to. */
export const CONTEXT_VALUES = {
  workspaceFolder: 'workspaceFolder',
  style: 'style',
  folder: 'folder',
  captionedImage: 'captionedImage',
  uncaptionedImage: 'uncaptionedImage',
} as const;

/** In front of every setting. */
export const SETTINGS_SECTION = 's3TrainingData';

/** The type of each setting's value. */
export interface SettingValues {
  bucket: string;
  prefix: string;
  region: string;
  endpoint: string;
  profile: string;
  forcePathStyle: 'auto' | 'on' | 'off';
  syncDeletes: boolean;
  stylesFolder: string;
  imageExtensions: readonly string[];
  concurrency: number;
}

export type SettingKey = keyof SettingValues;

/** The manifest's defaults, for values of the wrong type in a hand-written `settings.json`. */
export const SETTING_DEFAULTS: Readonly<SettingValues> = {
  bucket: '',
  prefix: 'styles/',
  region: '',
  endpoint: '',
  profile: '',
  forcePathStyle: 'auto',
  syncDeletes: false,
  stylesFolder: 'styles',
  imageExtensions: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'avif', 'tif', 'tiff', 'jxl'],
  concurrency: 32,
};
