import { adapters } from '../../../src/wiring/adapters.js';
import type { Journal, RecoveryStore } from '../../../src/core/ports/journal.js';
import type { StyleAdapters } from '../../../src/operations/protocol/adapters.js';
import type { FileStore } from '../../../src/core/ports/fileStore.js';
import type { ObjectStore } from '../../../src/core/ports/objectStore.js';
import type { ManifestStore } from '../../../src/core/ports/stores.js';
import type { Acts } from './interruption.js';

/** A journal whose run may die before it closes it. */
export interface OpenJournal {
  readonly runId: string;
  readonly journal: Journal;
}

/**
 * Adapters for the real disk and the real server that count each act of the run, one of which may be its last. The lock
 * is left out: taking over that of a dead process has tests of its own.
 */
export function interruptedAdapters(
  acts: Acts,
  openJournals: Set<OpenJournal>,
  now: () => number,
): StyleAdapters {
  return {
    ...adapters,
    now,
    openFolder: async (folder, options) => interruptedFiles(await adapters.openFolder(folder, options), acts),
    openBucket: async (target) => {
      const { store, endpoint } = await adapters.openBucket(target);
      return { store: interruptedObjects(store, acts), endpoint };
    },
    manifestOf: (root, location) => interruptedManifests(adapters.manifestOf(root, location), acts),
    recoveryOf: (root) => interruptedRecovery(adapters.recoveryOf(root), acts, openJournals),
  };
}

function interruptedFiles(files: FileStore, acts: Acts): FileStore {
  return {
    root: files.root,
    linkedFrom: files.linkedFrom,
    identity: files.identity,
    foldsCase: () => acts.look(() => files.foldsCase()),
    scan: (...given) => acts.look(() => files.scan(...given)),
    stat: (...given) => acts.look(() => files.stat(...given)),
    has: (...given) => acts.look(() => files.has(...given)),
    hash: (...given) => acts.look(() => files.hash(...given)),
    read: (...given) => acts.look(() => files.read(...given)),
    readParts: (...given) => {
      acts.check();
      return files.readParts(...given);
    },
    write: (...given) => acts.act(() => files.write(...given)),
    delete: (...given) => acts.act(() => files.delete(...given)),
    clearTemporaryFiles: () => acts.act(() => files.clearTemporaryFiles()),
    removeIfUnused: () => acts.look(() => files.removeIfUnused()),
  };
}

function interruptedObjects(objects: ObjectStore, acts: Acts): ObjectStore {
  return {
    list: (...given) => {
      acts.check();
      return objects.list(...given);
    },
    head: (...given) => acts.look(() => objects.head(...given)),
    isAbsent: (...given) => acts.look(() => objects.isAbsent(...given)),
    headVersion: (...given) => acts.look(() => objects.headVersion(...given)),
    get: (...given) => acts.look(() => objects.get(...given)),
    getVersion: (...given) => acts.look(() => objects.getVersion(...given)),
    put: (...given) => acts.act(() => objects.put(...given)),
    putParts: (...given) => acts.act(() => objects.putParts(...given)),
    abandonParts: (...given) => acts.act(() => objects.abandonParts(...given)),
    delete: (...given) => acts.act(() => objects.delete(...given)),
    copy: (...given) => acts.act(() => objects.copy(...given)),
    get keepsVersions() {
      return objects.keepsVersions;
    },
    get protection() {
      return objects.protection;
    },
    get serverTimeMs() {
      return objects.serverTimeMs;
    },
    useFewerConnections: () => objects.useFewerConnections(),
    close: () => objects.close(),
  };
}

function interruptedManifests(manifests: ManifestStore, acts: Acts): ManifestStore {
  return {
    load: () => acts.look(() => manifests.load()),
    save: (manifest) => acts.act(() => manifests.save(manifest)),
  };
}

function interruptedRecovery(store: RecoveryStore, acts: Acts, open: Set<OpenJournal>): RecoveryStore {
  return {
    begin: (header) =>
      acts.act(async () => {
        const journal = await store.begin(header);
        const opened: OpenJournal = { runId: header.id, journal };
        open.add(opened);
        return interruptedJournal(journal, acts, () => open.delete(opened));
      }),
    outlines: () => acts.look(() => store.outlines()),
    newestId: () => acts.look(() => store.newestId()),
    run: (id) => acts.look(() => store.run(id)),
    runs: () => acts.look(() => store.runs()),
    unsettledRuns: () => acts.look(() => store.unsettledRuns()),
    settle: (runId) => acts.act(() => store.settle(runId)),
    backUpFile: (...given) => acts.act(() => store.backUpFile(...given)),
    read: (sha256) => {
      acts.check();
      return store.read(sha256);
    },
    rememberCaption: (...given) => acts.act(() => store.rememberCaption(...given)),
    caption: (sha256) => acts.look(() => store.caption(sha256)),
    prune: (...given) => acts.act(() => store.prune(...given)),
  };
}

function interruptedJournal(journal: Journal, acts: Acts, onClose: () => void): Journal {
  return {
    intend: (intent) => acts.act(() => journal.intend(intent)),
    partsBegun: (...given) => acts.act(() => journal.partsBegun(...given)),
    partsGone: (seq) => journal.partsGone(seq),
    unproven: (...given) => acts.act(() => journal.unproven(...given)),
    done: (...given) => acts.act(() => journal.done(...given)),
    close: (...given) =>
      acts.act(async () => {
        onClose();
        await journal.close(...given);
      }),
  };
}
