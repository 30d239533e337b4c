import * as vscode from 'vscode';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import { t } from '../host/shown/messages.js';
import { fileInside } from '../host/style/uris.js';
import { bytesText } from '../host/texts/progressText.js';
import type { Style } from '../host/style/style.js';
import type { ThumbnailSource } from '../thumbnails/thumbnailSource.js';
import { plainMarkdown } from './plainMarkdown.js';

/** The formats that the workbench can show. */
const SHOWN_IN_TOOLTIP = /\.(?:jpe?g|png|webp|gif|bmp|avif)$/i;
const WIDTH = 280;
const HEIGHT = 280;

/** An image's picture, its size in pixels and bytes, and its whole caption. */
export async function imageTooltip(
  style: Style,
  image: CaptionedImage,
  thumbnails: Pick<ThumbnailSource, 'dimensions'>,
): Promise<vscode.MarkdownString> {
  const file = fileInside(style.folder, image.relativePath);
  const pixels = await thumbnails.dimensions(file.fsPath);
  const parts = [`**${plainMarkdown(image.name)}**`];
  const shown = picture(file, pixels);
  if (shown !== undefined) parts.push(shown);
  const size = bytesText(image.size);
  parts.push(
    plainMarkdown(
      pixels === undefined
        ? t('{0} · not a readable image', size)
        : `${pixels.width} × ${pixels.height} · ${size}`,
    ),
  );
  parts.push(image.caption === null ? `*${t('No caption')}*` : plainMarkdown(image.caption.trim()));
  const tooltip = new vscode.MarkdownString(parts.filter((part) => part !== '').join('\n\n'));
  tooltip.isTrusted = false;
  tooltip.supportHtml = false;
  return tooltip;
}

/** An image in Markdown, fitted into a tooltip; `undefined` for a format that cannot be shown there. */
export function picture(
  file: vscode.Uri,
  pixels: { readonly width: number; readonly height: number } | undefined,
): string | undefined {
  if (pixels === undefined || !SHOWN_IN_TOOLTIP.test(file.path)) return undefined;
  return `![](${file.toString()}${fittedSize(pixels)})`;
}

/** The suffix that makes the editor scale a Markdown image: fitted into the tooltip, never enlarged. */
function fittedSize({ width, height }: { readonly width: number; readonly height: number }): string {
  const scale = Math.min(1, WIDTH / width, HEIGHT / height);
  return `|width=${Math.max(1, Math.round(width * scale))},height=${Math.max(1, Math.round(height * scale))}`;
}
