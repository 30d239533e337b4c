import * as vscode from 'vscode';
import { SyncError } from '../core/errors.js';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import { COMMANDS, GALLERY_VIEW_TYPE, type CommandId } from '../host/settings/ids.js';
import type { Style } from '../host/style/style.js';
import type { GalleryServices } from './galleryServices.js';
import type { CardFollowers } from './followCard.js';
import { openCaptionBeside, openImage } from './openFiles.js';
import type { DetailsSession } from './details/detailsSession.js';
import type { FromPage } from './messages/protocol.js';

/** What the next gallery begins with. */
export const THUMBNAIL_SIZE_KEY = 'gallery.thumbnailSize';
export const SORT_KEY = 'gallery.sort';

/** The parts of the session that requests of the page use. */
interface Session {
  readonly style: Style;
  readonly details: DetailsSession;
  readonly followers: CardFollowers;
  pageIsReady(): Promise<void>;
  dismissSummary(): void;
  followSummary(action: number): void;
  showSyncDeletes(): void;
  showThumbnails(paths: readonly string[]): void;
  sendOriginal(path: string): Promise<void>;
  image(path: string): CaptionedImage | undefined;
}

/** Carries out a request of the page. */
export async function carryOutRequest(
  request: FromPage,
  session: Session,
  services: GalleryServices,
): Promise<void> {
  const { library, runs, syncs, undos, syncDeletes, workspaceState } = services;
  const { style } = session;
  switch (request.type) {
    case 'ready':
      return session.pageIsReady();
    case 'syncToS3':
      await syncs.run(style, 'to-s3', { interactive: true, ...selected(request.images, session) });
      return;
    case 'previewSync':
      return services.preview({ style, ...selected(request.images, session) });
    case 'syncFromS3':
      await syncs.run(style, 'from-s3', { interactive: true });
      return;
    case 'undoLastSync':
      return undos.undoLast(style);
    case 'cancelSync':
      runs.cancel(style);
      return;
    case 'dismissSummary':
      session.dismissSummary();
      return;
    case 'followSummary':
      session.followSummary(request.action);
      return;
    case 'setSyncDeletes':
      try {
        await syncDeletes.set(style, request.value);
      } finally {
        // The page has changed its checkbox already: it needs the true value, also when the setting could not be
        // written.
        session.showSyncDeletes();
      }
      return;
    case 'setThumbnailSize':
      return workspaceState.update(THUMBNAIL_SIZE_KEY, request.size);
    case 'setSort':
      return workspaceState.update(SORT_KEY, request.sort);
    case 'refresh':
      return library.refresh(style);
    case 'showLog':
      services.showLog();
      return;
    case 'openImage':
      return openImage(style, existing(request.path, session));
    case 'openCaption':
      return openCaptionBeside(style, existing(request.path, session));
    case 'renamePair':
      return runOnPairs(COMMANDS.renamePair, style, [request.path]);
    case 'deletePairs':
      return runOnPairs(COMMANDS.deletePairs, style, request.images);
    case 'wantThumbnails':
      session.showThumbnails(request.paths);
      return;
    case 'activeCard': {
      const image = session.image(request.path);
      if (image !== undefined) session.followers.follow(image);
      return;
    }
    case 'showDetails':
    case 'editCaption':
    case 'saveCaption':
    case 'resolveCaption':
      return session.details.receive(request);
    case 'wantOriginal':
      return session.sendOriginal(request.path);
    case 'failed':
      throw new Error(request.message);
  }
}

/** Runs a command on images as the menu of their cards does. */
async function runOnPairs(command: CommandId, { folder }: Style, images: readonly string[]): Promise<void> {
  await vscode.commands.executeCommand(command, {
    webview: GALLERY_VIEW_TYPE,
    folder: folder.toString(),
    images,
  });
}

/** `null`: all. */
function selected(
  images: readonly string[] | null,
  session: Session,
): { readonly images?: readonly string[] } {
  return images === null ? {} : { images: images.filter((path) => session.image(path) !== undefined) };
}

/** Throws `missing-file`. */
function existing(path: string, session: Session): CaptionedImage {
  const image = session.image(path);
  if (image === undefined) throw new SyncError('missing-file', { file: path });
  return image;
}
