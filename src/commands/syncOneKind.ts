import * as vscode from 'vscode';
import type { SyncDirection } from '../core/progress.js';
import { t } from '../host/shown/messages.js';
import { pickOne } from '../host/shown/quickInput.js';
import type { OnlyKind } from '../operations/protocol/requests.js';
import type { CommandServices } from './commandServices.js';
import { subjectsOf, syncTargets } from './commandTargets.js';
import { pickStyle } from './pickStyle.js';
import { pickStyleToFetch } from './pickStyleToFetch.js';

interface KindChoice {
  readonly direction: SyncDirection;
  readonly only: OnlyKind;
}

/**
 * Sync Captions or Images Only…
 * 1. Asks which of them, and in which direction.
 * 2. As Sync to S3 and Sync from S3 go on. What is left out is counted in the plan and in the closing message.
 */
export async function syncOneKind(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const choice = await pickKind();
  if (choice === undefined) return;
  const { direction, only } = choice;
  const { library, syncs } = services;
  const subjects = subjectsOf(args);
  if (subjects.length === 0) {
    const style =
      direction === 'to-s3' ? await pickStyle(library, titleText()) : await pickStyleToFetch(services);
    if (style !== undefined) await syncs.run(style, direction, { interactive: true, only });
    return;
  }
  const meaning = direction === 'to-s3' ? 'its images' : 'its style';
  for (const { style, images } of await syncTargets(subjects, library, meaning)) {
    await syncs.run(style, direction, { interactive: true, only, ...(images && { images }) });
  }
}

const titleText = (): string => t('Sync Captions or Images Only');

async function pickKind(): Promise<KindChoice | undefined> {
  const [up, down] = [new vscode.ThemeIcon('cloud-upload'), new vscode.ThemeIcon('cloud-download')];
  const items = [
    { label: t('Captions to S3'), iconPath: up, direction: 'to-s3', only: 'captions' },
    { label: t('Captions from S3'), iconPath: down, direction: 'from-s3', only: 'captions' },
    { label: t('Images to S3'), iconPath: up, direction: 'to-s3', only: 'images' },
    { label: t('Images from S3'), iconPath: down, direction: 'from-s3', only: 'images' },
  ] as const;
  return pickOne(items, {
    title: titleText(),
    placeHolder: t('The other kind is neither transferred nor deleted.'),
  });
}
