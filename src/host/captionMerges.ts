import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { RelativePath } from '../dataset/trainingImage.js';
import type { CaptionVersions } from '../operations/protocol/requests.js';
import { t } from './shown/messages.js';
import { objectUri } from './objectFiles.js';
import { fileInside, nameOf, uriKey } from './style/uris.js';
import type { Style } from './style/style.js';

/** A merge that is open in an editor. */
interface OpenMerge {
  /** The text of the result before the user has decided anything. */
  readonly undecided: string;
  readonly onText: (text: string) => void;
}

/** The mark at the start of an undecided part. */
const UNDECIDED = /^<{7} /m;

/**
 * Captions that the user merges by hand. The result is a file of its own: both versions stay as they are until the plan
 * is applied, and the typed text stays even when the plan is discarded.
 */
export class CaptionMerges implements vscode.Disposable {
  /** By the URI of the result. */
  readonly #open = new Map<string, OpenMerge>();
  readonly #subscription: vscode.Disposable;

  /** `folder`: holds the results. */
  constructor(readonly folder: vscode.Uri) {
    this.#subscription = vscode.workspace.onDidSaveTextDocument((document) => {
      const merge = this.#open.get(uriKey(document.uri));
      const text = document.getText();
      if (merge === undefined || UNDECIDED.test(text) || text.trim() === merge.undecided.trim()) return;
      merge.onText(text);
    });
  }

  /**
   * Opens a merge: a clean one as a comparison with the local caption, any other in the merge editor. Calls `onText`
   * with each saved result that has no undecided part.
   */
  async open(
    style: Style,
    file: RelativePath,
    versions: CaptionVersions,
    onText: (text: string) => void,
  ): Promise<void> {
    const result = this.#resultOf(style, file);
    await write(result, versions.merged ?? withMarks(versions));
    // The merge editor starts with the base text, and may save it by itself.
    const undecided = versions.merged === undefined ? (versions.base ?? '') : '';
    this.#open.set(uriKey(result), { undecided, onText });
    const local = fileInside(style.folder, file);
    const name = nameOf(local);
    if (versions.merged !== undefined) {
      const title = t('{0} (Local ↔ Merged)', name);
      await vscode.commands.executeCommand('vscode.diff', local, result, title, { preview: false });
      return;
    }
    const base = vscode.Uri.joinPath(this.#folderOf(style, file), 'base', name);
    await write(base, versions.base ?? '');
    // The Git extension opens it the same way; the editor has no public API for it.
    await vscode.commands.executeCommand('_open.mergeEditor', {
      base,
      input1: { uri: local, title: t('Local') },
      input2: { uri: objectUri(style, file), title: t('S3') },
      output: result,
    });
  }

  /** Deletes the results of files that have been applied. */
  async forget(style: Style, files: readonly RelativePath[]): Promise<void> {
    const merged = files.filter((file) => this.#open.delete(uriKey(this.#resultOf(style, file))));
    await Promise.all(
      merged.map((file) => vscode.workspace.fs.delete(this.#folderOf(style, file), { recursive: true })),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #resultOf(style: Style, file: RelativePath): vscode.Uri {
    return vscode.Uri.joinPath(this.#folderOf(style, file), nameOf(fileInside(style.folder, file)));
  }

  #folderOf(style: Style, file: RelativePath): vscode.Uri {
    const place = uriKey(fileInside(style.folder, file));
    return vscode.Uri.joinPath(this.folder, createHash('sha256').update(place).digest('hex').slice(0, 16));
  }
}

/** Both texts between conflict marks, by which the merge editor finds undecided parts. */
function withMarks({ local, s3 }: CaptionVersions): string {
  const whole = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
  return `<<<<<<< Local\n${whole(local)}=======\n${whole(s3)}>>>>>>> S3\n`;
}

async function write(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}
