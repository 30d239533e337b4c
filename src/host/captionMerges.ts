import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { RelativePath } from '../dataset/trainingImage.js';
import type { CaptionVersions } from '../operations/protocol/requests.js';
import { t } from './shown/messages.js';
import { objectUri } from './objectFiles.js';
import { fileInside, nameOf, uriKey } from './style/uris.js';
import type { Style } from './style/style.js';

/** A merge that somebody is at. */
interface OpenMerge {
  /** What the result holds as long as nothing is decided. */
  readonly undecided: string;
  readonly onText: (text: string) => void;
}

/** What begins a part that nobody has decided about yet. */
const UNDECIDED = /^<{7} /m;

/**
 * Captions that are merged by hand. The result is a file of its own, beside neither version: until the plan is applied
 * both sides stay as they are, and what somebody has typed stays even if the plan goes.
 */
export class CaptionMerges implements vscode.Disposable {
  /** By the result's place. */
  readonly #open = new Map<string, OpenMerge>();
  readonly #subscription: vscode.Disposable;

  /** `folder`: for the results. */
  constructor(readonly folder: vscode.Uri) {
    this.#subscription = vscode.workspace.onDidSaveTextDocument((document) => {
      const merge = this.#open.get(uriKey(document.uri));
      const text = document.getText();
      if (merge === undefined || UNDECIDED.test(text) || text.trim() === merge.undecided.trim()) return;
      merge.onText(text);
    });
  }

  /**
   * Opens a merge: a clean one as a comparison with the caption here, the other in the merge editor. `onText` is told
   * of every saved result in which nothing is left undecided.
   */
  async open(
    style: Style,
    file: RelativePath,
    versions: CaptionVersions,
    onText: (text: string) => void,
  ): Promise<void> {
    const result = this.#resultOf(style, file);
    await write(result, versions.merged ?? withMarks(versions));
    // The merge editor begins with what was there before both edits, and may save that by itself.
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
    // As the Git extension opens it; the editor has no other way in.
    await vscode.commands.executeCommand('_open.mergeEditor', {
      base,
      input1: { uri: local, title: t('Local') },
      input2: { uri: objectUri(style, file), title: t('S3') },
      output: result,
    });
  }

  /** The results of what has been applied are not needed any more. */
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

/** Both texts between the marks by which the merge editor knows that nothing is decided. */
function withMarks({ local, s3 }: CaptionVersions): string {
  const whole = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
  return `<<<<<<< Local\n${whole(local)}=======\n${whole(s3)}>>>>>>> S3\n`;
}

async function write(file: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
}
