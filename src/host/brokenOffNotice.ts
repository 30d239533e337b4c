import * as vscode from 'vscode';
import type { BrokenOffSync } from '../operations/protocol/standing.js';
import { showWarning, t } from './shown/messages.js';
import { uriKey } from './style/uris.js';
import type { Style } from './style/style.js';
import type { StyleLibrary } from './style/styleLibrary.js';
import type { SyncRunner } from './syncRunner.js';

/** By the style's folder: the start of the broken-off sync that was told of last. */
const SAID_KEY = 's3TrainingData.brokenOffSaid';

/**
 * Says once, when a style is first seen after the window was opened, that its last sync was broken off, and offers to
 * continue it. A sync of this session is not told of: its end was shown.
 */
export function sayWhatWasBrokenOff(
  library: Pick<StyleLibrary, 'stateOf' | 'onDidChangeStyle'>,
  syncs: Pick<SyncRunner, 'run'>,
  workspaceState: vscode.Memento,
): vscode.Disposable {
  const openedAtMs = Date.now();
  const seen = new Set<string>();
  return library.onDidChangeStyle(({ style }) => {
    const { standing, run } = library.stateOf(style);
    const key = uriKey(style.folder);
    if (standing === undefined || run !== undefined || seen.has(key)) return;
    seen.add(key);
    const { brokenOff } = standing;
    if (brokenOff === undefined || brokenOff.startedAtMs >= openedAtMs) return;
    const said = workspaceState.get<Record<string, number>>(SAID_KEY, {});
    if (said[key] === brokenOff.startedAtMs) return;
    void workspaceState.update(SAID_KEY, { ...said, [key]: brokenOff.startedAtMs });
    void offerToContinue(style, brokenOff, syncs);
  });
}

async function offerToContinue(
  style: Style,
  { direction, done, total }: BrokenOffSync,
  syncs: Pick<SyncRunner, 'run'>,
): Promise<void> {
  const number = new Intl.NumberFormat(vscode.env.language);
  const isUpload = direction === 'to-s3';
  const what = isUpload
    ? t('The last sync of {0} to S3 was broken off', style.id)
    : t('The last sync of {0} from S3 was broken off', style.id);
  const far =
    done === undefined
      ? t('{0}.', what)
      : t('{0}: {1} of {2} files are done.', what, number.format(done), number.format(total));
  const goOn = t('Continue');
  if ((await showWarning(far, goOn)) === goOn) await syncs.run(style, direction, { interactive: true });
}
