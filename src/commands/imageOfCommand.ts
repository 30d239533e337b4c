import * as vscode from 'vscode';
import { SyncError } from '../core/errors.js';
import { findImage } from '../dataset/findImage.js';
import { ImageExtensions } from '../dataset/pairing.js';
import { t } from '../host/shown/messages.js';
import { fileInside, nameOf } from '../host/style/uris.js';
import { pickOne } from '../host/shown/quickInput.js';
import { readSetting } from '../host/settings/settings.js';
import {
  checkIsInWorkspace,
  checkIsOurs,
  styleOfGallery,
  subjectsOf,
  type GallerySubject,
} from './commandTargets.js';
import type { CommandServices } from './commandServices.js';
import { pickStyle } from './pickStyle.js';

/**
 * The image of a caption command: the one that it was called on, else the one in the active editor, else the one that
 * the user picks. `undefined` where the user picks none.
 */
export async function imageOfCommand(
  { library }: CommandServices,
  args: readonly unknown[],
  title: string,
): Promise<vscode.Uri | undefined> {
  const [subject] = subjectsOf(args);
  if (subject instanceof vscode.Uri && isImage(subject)) {
    checkIsInWorkspace(subject);
    return subject;
  }
  if (subject !== undefined && !(subject instanceof vscode.Uri)) {
    if (subject.kind === 'gallery') return imageOfCard(subject, library);
    checkIsOurs(subject, library);
    if (subject.kind === 'image') return fileInside(subject.style.folder, subject.image.relativePath);
  }
  const shown = shownImage();
  if (shown !== undefined) return shown;
  const style = await pickStyle(library, title);
  if (style === undefined) return undefined;
  const images = library.load(style).then(({ images: loaded = [] }) =>
    loaded.map(({ relativePath, caption }) => ({
      label: relativePath,
      ...(caption !== null && { detail: caption.replace(/\s+/g, ' ').slice(0, 200) }),
    })),
  );
  const picked = await pickOne(images, {
    title,
    placeHolder: t('Choose an image of {0}', style.id),
    matchOnDetail: true,
  });
  return picked && fileInside(style.folder, picked.label);
}

/** The first image of a gallery's menu. Throws `missing-file` where it no longer exists. */
async function imageOfCard(
  subject: GallerySubject,
  library: CommandServices['library'],
): Promise<vscode.Uri | undefined> {
  const style = styleOfGallery(subject, library);
  const [path] = subject.images ?? [];
  if (path === undefined) return undefined;
  const { images = [] } = await library.load(style);
  if (findImage(images, path) === undefined) throw new SyncError('missing-file', { file: path });
  return fileInside(style.folder, path);
}

/** The preview of an image is a custom editor, not a text editor; its tab knows the file. */
export function shownImage(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && isImage(input.uri) ? input.uri : undefined;
}

function isImage(uri: vscode.Uri): boolean {
  return new ImageExtensions(readSetting('imageExtensions', uri)).isImage(nameOf(uri));
}

/** Where a caption opens: beside the gallery if the command was called there, so that both are seen. */
export function placeOf(args: readonly unknown[]): vscode.TextDocumentShowOptions {
  const [subject] = subjectsOf(args);
  const isInGallery = subject !== undefined && !(subject instanceof vscode.Uri) && subject.kind === 'gallery';
  return isInGallery ? { viewColumn: vscode.ViewColumn.Beside, preview: true } : {};
}
