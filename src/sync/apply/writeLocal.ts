import type { RelativePath } from '../../dataset/trainingImage.js';
import type { RecordedIntent } from '../../recording/folderRecorder.js';
import type { FolderContext } from './runContext.js';
import { changedOnDisk, unsavedChanges } from '../../core/commonErrors.js';
import type { LocalFile, LocalHashes, WrittenBytes, WrittenFile } from '../../core/ports/fileStore.js';

/** A file to write into the folder. */
export interface LocalWrite {
  readonly path: RelativePath;
  readonly body: AsyncIterable<Uint8Array>;
  /** The file that it replaces, with the content that was compared, where known; `undefined`: a new file. */
  readonly replaces: { readonly file: LocalFile; readonly hashes: LocalHashes | undefined } | undefined;
  /** Throws to refuse the written bytes. */
  readonly verify: (written: WrittenBytes) => void;
  readonly reason: string;
}

/**
 * Writes one file, recoverably. Throws `changed-during-sync` where the file is not what the plan saw, `unsaved-changes`
 * where it has unsaved edits in the editor.
 */
export async function writeLocal(
  { path, body, replaces, verify, reason }: LocalWrite,
  { files, recorder, signal, baseOf, isUnsaved }: Omit<FolderContext, 'recovery'>,
): Promise<WrittenFile> {
  let intent: RecordedIntent | undefined;
  const prepare = async (written: WrittenBytes): Promise<void> => {
    verify(written);
    if (isUnsaved(path)) throw unsavedChanges(path);
    intent = await recorder.localAct({
      path,
      before: replaces && (await unchangedHashes(replaces)),
      after: { size: written.size, sha256: written.sha256 },
      base: baseOf(path),
      reason,
    });
  };

  /** An edit that keeps the size and resets the time shows only in the content; `FileStore.write` checks the rest. */
  const unchangedHashes = async ({ hashes }: NonNullable<LocalWrite['replaces']>): Promise<LocalHashes> => {
    const now = await files.hash(path, signal);
    if (hashes === undefined || now.sha256 === hashes.sha256) return now;
    throw changedOnDisk(path);
  };

  const written = await files.write(path, body, replaces?.file, prepare, signal);
  await intent?.done();
  return written;
}
