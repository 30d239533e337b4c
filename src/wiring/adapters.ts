import { partsOf } from '../local/files/openFile.js';
import { descriptorsLeft, onDescriptorShortage } from '../local/files/descriptors.js';
import { openFolder } from '../local/style/folderStore.js';
import { lockFileOf } from '../local/store/lockFile.js';
import { manifestFileOf } from '../local/store/manifestFile.js';
import { recoveryStoreOf } from '../local/recovery/recoveryStore.js';
import { reportFileOf } from '../local/store/reportFile.js';
import { serverFactsOf } from '../local/store/serverFacts.js';
import { storeElsewhereOf } from '../local/store/storeFolder.js';
import { userSecret } from '../local/store/userSecret.js';
import { openObjectStore } from '../s3/openObjectStore.js';
import type { StyleAdapters } from '../operations/protocol/adapters.js';

// The SDK warns that it will drop Node 20: that concerns developers, not users.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

/** Opens a bucket with all its operations, including those that a sync does not need. */
export const openBucket = openObjectStore;

/** The adapters of the real disk and of real servers, for the command line and the editor's worker thread. */

export const adapters: StyleAdapters = {
  openFolder,
  openBucket,
  manifestOf: manifestFileOf,
  reportOf: reportFileOf,
  lockOf: lockFileOf,
  recoveryOf: recoveryStoreOf,
  readOutside: (path) => partsOf(path, path),
  serverFactsOf,
  secretProblem: () => userSecret().problem,
  storeElsewhereOf,
  descriptorsLeft,
  whenNoDescriptorIsLeft: onDescriptorShortage,
  platform: process.platform === 'win32' ? 'win32' : 'posix',
  now: () => performance.now(),
  wallClock: () => Date.now(),
};
