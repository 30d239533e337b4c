/**
 * Every id that the code shares with the manifest. `test/unit/host/settings/ids.test.ts` keeps this file,
 * `package.json` and `package.nls.json` consistent, in both directions.
 */

/** The commands on pairs: images with their captions. */
export const PAIR_COMMANDS = {
  deletePairs: 's3TrainingData.deletePairs',
  renamePair: 's3TrainingData.renamePair',
  movePairs: 's3TrainingData.movePairs',
  duplicatePairs: 's3TrainingData.duplicatePairs',
  addFiles: 's3TrainingData.addFiles',
  revealImage: 's3TrainingData.revealImage',
  copyImagePath: 's3TrainingData.copyImagePath',
  deleteLoneCaptions: 's3TrainingData.deleteLoneCaptions',
  findImageOfCaption: 's3TrainingData.findImageOfCaption',
} as const;

export type PairCommandId = (typeof PAIR_COMMANDS)[keyof typeof PAIR_COMMANDS];

export const COMMANDS = {
  ...PAIR_COMMANDS,
  syncToS3: 's3TrainingData.syncToS3',
  syncFromS3: 's3TrainingData.syncFromS3',
  syncOneKind: 's3TrainingData.syncOneKind',
  previewSync: 's3TrainingData.previewSync',
  applyPlan: 's3TrainingData.applyPlan',
  discardPlan: 's3TrainingData.discardPlan',
  savePlan: 's3TrainingData.savePlan',
  comparePlanned: 's3TrainingData.comparePlanned',
  keepPlanned: 's3TrainingData.keepPlanned',
  overwritePlanned: 's3TrainingData.overwritePlanned',
  overwritePlannedHere: 's3TrainingData.overwritePlannedHere',
  keepBothPlanned: 's3TrainingData.keepBothPlanned',
  mergePlanned: 's3TrainingData.mergePlanned',
  openGallery: 's3TrainingData.openGallery',
  openImage: 's3TrainingData.openImage',
  undoLastSync: 's3TrainingData.undoLastSync',
  showSyncHistory: 's3TrainingData.showSyncHistory',
  toggleSyncDeletes: 's3TrainingData.toggleSyncDeletes',
  turnOnSyncDeletes: 's3TrainingData.turnOnSyncDeletes',
  turnOffSyncDeletes: 's3TrainingData.turnOffSyncDeletes',
  refresh: 's3TrainingData.refresh',
  openCaption: 's3TrainingData.openCaption',
  createCaption: 's3TrainingData.createCaption',
  copyBoxCommand: 's3TrainingData.copyBoxCommand',
  configureConnection: 's3TrainingData.configureConnection',
  showLog: 's3TrainingData.showLog',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** The activity bar container. */
export const VIEW_CONTAINER = 's3TrainingData';

export const VIEWS = {
  trainingImages: 's3TrainingData.trainingImages',
  syncPlan: 's3TrainingData.syncPlan',
} as const;

/** The manifest's `onWebviewPanel:` event with this type activates the extension when a window reopens with a gallery. */
export const GALLERY_VIEW_TYPE = 's3TrainingData.gallery';

/** The context keys of the manifest's `when` clauses. */
export const CONTEXT_KEYS = {
  hasPlan: 's3TrainingData.hasPlan',
  /** Whether the plan that is shown changes S3, rather than the folder. */
  planToS3: 's3TrainingData.planToS3',
} as const;

/** The URI scheme of read-only files in S3. */
/** Of texts that were typed in a gallery, for comparing them with their files. */
export const TYPED_SCHEME = 's3-training-data-typed';
export const OBJECT_SCHEME = 's3-training-data';

/** `viewItem` in the manifest's `when` clauses: the kind of tree item that a menu is for. */
export const CONTEXT_VALUES = {
  workspaceFolder: 'workspaceFolder',
  style: 'style',
  folder: 'folder',
  captionedImage: 'captionedImage',
  uncaptionedImage: 'uncaptionedImage',
  loneCaptions: 'loneCaptions',
  loneCaption: 'loneCaption',
  planned: 'planned',
  plannedConflict: 'plannedConflict',
  plannedCaptionConflict: 'plannedCaptionConflict',
  plannedDeletionConflict: 'plannedDeletionConflict',
} as const;

/** The prefix of every setting. */
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
  confirm: 'deletes' | 'always' | 'never';
  stylesFolder: string;
  imageExtensions: readonly string[];
  concurrency: number;
  followLinks: boolean;
  terminalCommand: boolean;
  'history.keepDays': number;
  'history.keepMegabytes': number;
}

export type SettingKey = keyof SettingValues;

/** The manifest's defaults. They replace values of the wrong type in a hand-written `settings.json`. */
export const SETTING_DEFAULTS: Readonly<SettingValues> = {
  bucket: '',
  prefix: 'styles/',
  region: '',
  endpoint: '',
  profile: '',
  forcePathStyle: 'auto',
  syncDeletes: false,
  confirm: 'deletes',
  stylesFolder: 'styles',
  imageExtensions: ['jpg', 'jpeg', 'png', 'webp', 'gif', 'bmp', 'avif', 'tif', 'tiff', 'jxl'],
  concurrency: 32,
  followLinks: false,
  terminalCommand: true,
  'history.keepDays': 30,
  'history.keepMegabytes': 2048,
};
