import * as vscode from 'vscode';
import { t } from '../../host/shown/messages.js';
import { reasonText } from '../../operations/texts/planReasons.js';
import { fileInside } from '../../host/style/uris.js';
import { bytesText } from '../../host/texts/progressText.js';
import type { ThumbnailSource } from '../../thumbnails/thumbnailSource.js';
import { picture } from '../imageTooltip.js';
import { plainMarkdown } from '../plainMarkdown.js';
import type { ShownPlan } from './planReview.js';
import type { PlannedFile } from './syncPlanModel.js';

/** The local picture, and what is planned for each file. */
export async function plannedTooltip(
  files: readonly PlannedFile[],
  { planned: { style, direction } }: ShownPlan,
  thumbnails: Pick<ThumbnailSource, 'dimensions'>,
): Promise<vscode.MarkdownString> {
  const here = files.filter(({ planned }) => planned.seen.local !== null);
  const pictures = await Promise.all(
    here.map(async ({ planned }) => {
      const file = fileInside(style.folder, planned.file);
      return picture(file, await thumbnails.dimensions(file.fsPath));
    }),
  );
  const lines = files.map(({ planned }) => {
    const { file, size } = planned;
    const what = `${reasonText(planned, direction, t)} · ${bytesText(size)}`;
    return `**${plainMarkdown(file)}** ${plainMarkdown(what)}`;
  });
  const parts = [pictures.find((found) => found !== undefined), ...lines];
  return new vscode.MarkdownString(parts.filter((part) => part !== undefined).join('\n\n'));
}
