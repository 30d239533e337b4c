import * as vscode from 'vscode';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import { t } from '../host/shown/messages.js';
import { fileInside } from '../host/style/uris.js';
import { bytesText } from '../host/texts/progressText.js';
import type { Style } from '../host/style/style.js';
import type { PictureFacts } from '../thumbnails/pictureFacts.js';
import type { ThumbnailSource } from '../thumbnails/thumbnailSource.js';
import { pictureLines, pictureMarkdown } from './pictureTexts.js';
import { plainMarkdown } from './plainMarkdown.js';

/** An image's picture, its size in pixels and bytes, and its whole caption. */
export async function imageTooltip(
  style: Style,
  image: CaptionedImage,
  thumbnails: Pick<ThumbnailSource, 'dimensions'>,
): Promise<vscode.MarkdownString> {
  const file = fileInside(style.folder, image.relativePath);
  const facts = await thumbnails.dimensions(file.fsPath);
  const parts = [`**${plainMarkdown(image.name)}**`];
  const shown = picture(file, facts);
  if (shown !== undefined) parts.push(shown);
  parts.push(plainMarkdown(pictureLines(facts, bytesText(image.size), t).join('\n')));
  parts.push(image.caption === null ? `*${t('No caption')}*` : plainMarkdown(image.caption.trim()));
  const tooltip = new vscode.MarkdownString(parts.filter((part) => part !== '').join('\n\n'));
  tooltip.isTrusted = false;
  tooltip.supportHtml = false;
  return tooltip;
}

/** What the window of a desktop loads from its own disk goes by the name: the rest is refused. A remote one loads all. */
const LOADED_BY_DESKTOP = /\.(?:jpe?g|png|webp|gif|bmp)$/i;

/** An image in Markdown, fitted into a tooltip; `undefined` for a file that the window does not show. */
export function picture(file: vscode.Uri, facts: PictureFacts | undefined): string | undefined {
  const isDesktop = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (isDesktop && !LOADED_BY_DESKTOP.test(file.path)) return undefined;
  return pictureMarkdown(file.toString(), facts);
}
