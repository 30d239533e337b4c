import * as vscode from 'vscode';
import { logError } from '../host/texts/errorMessages.js';
import { t, withQuietProgress } from '../host/shown/messages.js';
import { enterLine, pickOne, pickWorkspaceFolder } from '../host/shown/quickInput.js';
import type { Style } from '../host/style/style.js';
import { localWorkspaceFolders } from '../host/style/styleFolders.js';
import { SyncError } from '../core/errors.js';
import { isStyleId } from '../core/location.js';
import type { CommandServices } from './commandServices.js';
import { styleItems } from './pickStyle.js';

/** A row of the list: a local style, a style that is only in S3, or the row that asks for an id. */
interface Choice extends vscode.QuickPickItem {
  readonly pick?: () => Promise<Style | undefined>;
}

/**
 * Asks which style to sync from S3. Takes the only local one where S3 has no other. `undefined`: the user picked none.
 */
export async function pickStyleToFetch(services: CommandServices): Promise<Style | undefined> {
  const { library } = services;
  const workspaceFolders = localWorkspaceFolders();
  const [firstFolder] = workspaceFolders;
  if (firstFolder === undefined) {
    throw new SyncError('bad-argument', { cause: t('No folder is open to sync a style into') });
  }
  const here = await library.discover();
  const remote = await withQuietProgress(() =>
    Promise.all(workspaceFolders.map((folder) => newStylesInS3(folder, here, services))),
  );
  const [only] = here;
  if (only !== undefined && here.length === 1 && remote.flat().length === 0) return only;
  const choices: Choice[] = [
    ...separated(
      t('In this workspace'),
      styleItems(here).map(({ style, ...item }) => ({
        ...item,
        pick: () => Promise.resolve(style),
      })),
    ),
    ...separated(t('In S3, not here yet'), remote.flat()),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    {
      label: t('Enter a style id…'),
      iconPath: new vscode.ThemeIcon('edit'),
      pick: () => enterStyleId(services, workspaceFolders),
    },
  ];
  const picked = await pickOne(choices, {
    title: t('Sync from S3'),
    placeHolder: t('Choose a style'),
    matchOnDescription: true,
  });
  return picked?.pick?.();
}

/** A failed listing is logged and gives no rows: the sync itself will report the error. */
async function newStylesInS3(
  folder: vscode.WorkspaceFolder,
  here: readonly Style[],
  { engine, library, connections, log }: CommandServices,
): Promise<Choice[]> {
  if (!vscode.workspace.isTrusted) return [];
  const connection = await connections.of(folder.uri, 'user');
  if (connection.bucket === '') return [];
  try {
    const ids = await engine.listStyles(connection, AbortSignal.timeout(LISTING_TIMEOUT_MS));
    return ids
      .filter((id) => isStyleId(id) && here.every((style) => style.id !== id))
      .map((id) => ({
        label: id,
        description: `s3://${connection.bucket}/${connection.prefix}${id}/`,
        pick: () => Promise.resolve(library.styleToCome(id, folder)),
      }));
  } catch (error) {
    logError(error, log);
    return [];
  }
}

/** The picker does not wait longer for a listing. Milliseconds. */
const LISTING_TIMEOUT_MS = 10_000;

function separated(label: string, choices: readonly Choice[]): Choice[] {
  return choices.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
}

async function enterStyleId(
  { library }: CommandServices,
  workspaceFolders: readonly vscode.WorkspaceFolder[],
): Promise<Style | undefined> {
  const id = await enterLine({
    title: t('Sync from S3'),
    prompt: t('The style’s id: the name of its folder in S3, below the prefix.'),
    problemOf: (value) =>
      isStyleId(value.trim()) ? undefined : t('An id is the name of a folder, without slashes.'),
  });
  if (id === undefined) return undefined;
  const existing = library.styles.find((style) => style.id === id.trim());
  if (existing !== undefined) return existing;
  const folder = workspaceFolders.length > 1 ? await askForWorkspaceFolder() : workspaceFolders[0];
  return folder && library.styleToCome(id.trim(), folder);
}

function askForWorkspaceFolder(): Thenable<vscode.WorkspaceFolder | undefined> {
  return pickWorkspaceFolder(t('Choose the folder to sync the style into'));
}
