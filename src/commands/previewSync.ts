import * as vscode from 'vscode';
import { t } from '../host/shown/messages.js';
import { pickOne } from '../host/shown/quickInput.js';
import type { SyncDirection } from '../core/progress.js';
import type { CommandServices } from './commandServices.js';
import { pickStyle, styleItems } from './pickStyle.js';
import { pickStyleToFetch } from './pickStyleToFetch.js';
import { subjectsOf, syncTargets, type SyncTarget } from './commandTargets.js';

/**
 * Preview Sync…
 * 1. Asks for the direction.
 * 2. From the palette: asks which style, or takes the only one. From a menu: the selected style or images; where they
 *    belong to several styles, asks which.
 * 3. Asks for the bucket where none is set.
 * 4. Compares both sides, with progress and cancel, and changes nothing.
 * 5. Shows the plan in the view “Sync Plan”, or tells that the style is up to date.
 */
export async function previewSync(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const direction = await pickDirection();
  if (direction === undefined) return;
  const target = await targetOf(services, args, direction);
  if (target !== undefined) await preview(target, direction, services);
}

/** The same for a known target: steps 1 and 3 to 5. */
export async function previewTarget(target: SyncTarget, services: PreviewServices): Promise<void> {
  const direction = await pickDirection();
  if (direction !== undefined) await preview(target, direction, services);
}

type PreviewServices = Pick<CommandServices, 'syncs' | 'review'>;

async function preview(
  { style, images }: SyncTarget,
  direction: SyncDirection,
  { syncs, review }: PreviewServices,
): Promise<void> {
  const planned = await syncs.preview(style, direction, { ...(images && { images }) });
  // Not awaited: the command ends when the plan is shown.
  if (planned !== undefined) void review.show(planned);
}

async function pickDirection(): Promise<SyncDirection | undefined> {
  const items = [
    {
      label: t('Sync to S3'),
      iconPath: new vscode.ThemeIcon('cloud-upload'),
      direction: 'to-s3',
    },
    {
      label: t('Sync from S3'),
      iconPath: new vscode.ThemeIcon('cloud-download'),
      direction: 'from-s3',
    },
  ] as const;
  const picked = await pickOne(items, {
    title: t('Preview Sync'),
    placeHolder: t('Choose the direction. Nothing is changed before you apply the plan.'),
  });
  return picked?.direction;
}

async function targetOf(
  services: CommandServices,
  args: readonly unknown[],
  direction: SyncDirection,
): Promise<SyncTarget | undefined> {
  const title = t('Preview Sync');
  const subjects = subjectsOf(args);
  if (subjects.length === 0) {
    const style =
      direction === 'to-s3' ? await pickStyle(services.library, title) : await pickStyleToFetch(services);
    return style && { style };
  }
  const meaning = direction === 'to-s3' ? 'its images' : 'its style';
  const targets = await syncTargets(subjects, services.library, meaning);
  if (targets.length < 2) return targets[0];
  const picked = await pickOne(styleItems(targets.map(({ style }) => style)), {
    title,
    placeHolder: t('Choose a style'),
  });
  return targets.find(({ style }) => style === picked?.style);
}
