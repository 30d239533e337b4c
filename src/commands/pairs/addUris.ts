import { randomUUID } from 'node:crypto';
import os from 'node:os';
import * as vscode from 'vscode';
import { ImageExtensions } from '../../dataset/pairing.js';
import { captionPathsOf } from '../../dataset/stemFiles.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { readSetting } from '../../host/settings/settings.js';
import { ask, showInformation, t } from '../../host/shown/messages.js';
import type { Style } from '../../host/style/style.js';
import { nameOf } from '../../host/style/uris.js';
import { firstLines } from '../../operations/texts/firstNames.js';
import type { CommandServices } from '../commandServices.js';

type Services = Pick<CommandServices, 'pairs'>;

/** Files to copy into a style. */
export interface AddedUris {
  readonly style: Style;
  /** The sub-folder of the style that they go to; empty: the style's own. */
  readonly folder: RelativePath;
  readonly files: readonly vscode.Uri[];
}

/** A file from outside whose bytes came without a place: dropped into the window. */
export interface DroppedFile {
  readonly name: string;
  readonly bytes: () => Promise<Uint8Array>;
}

/** Copies images and captions into a style. A caption that lies beside one of the images comes along. */
export async function addUrisTo(services: Services, { style, folder, files }: AddedUris): Promise<void> {
  const images = new ImageExtensions(readSetting('imageExtensions', style.folder));
  const all = new Map(files.map((file) => [file.toString(), file]));
  for (const file of files) {
    if (!images.isImage(nameOf(file))) continue;
    for (const path of captionPathsOf(file.path)) {
      const caption = file.with({ path });
      if (await isFile(caption)) all.set(caption.toString(), caption);
    }
  }
  const wanted = [...all.values()].filter((file) => images.isWanted(nameOf(file)));
  const here = wanted
    .filter(({ scheme }) => scheme === 'file')
    .map((file) => ({ from: file.fsPath, name: nameOf(file) }));
  const elsewhere = wanted.filter(({ scheme }) => scheme !== 'file');
  await withCopies(
    elsewhere.map((file) => ({
      name: nameOf(file),
      bytes: () => Promise.resolve(vscode.workspace.fs.readFile(file)),
    })),
    (copies) => addNamed(services, style, folder, [...here, ...copies]),
  );
}

/** Copies dropped images and captions into a style. */
export async function addDroppedTo(
  services: Services,
  { style, folder }: Omit<AddedUris, 'files'>,
  files: readonly DroppedFile[],
): Promise<void> {
  const images = new ImageExtensions(readSetting('imageExtensions', style.folder));
  const wanted = files.filter(({ name }) => images.isWanted(name));
  await withCopies(wanted, (copies) => addNamed(services, style, folder, copies));
}

interface NamedFile {
  readonly from: string;
  readonly name: string;
}

/** Adds files under their names; those whose name is taken, under another one if the user says so. */
async function addNamed(
  { pairs }: Services,
  style: Style,
  folder: RelativePath,
  named: readonly NamedFile[],
): Promise<void> {
  if (named.length === 0) {
    void showInformation(t('There was neither an image nor a caption to add.'));
    return;
  }
  const start = folder === '' ? '' : `${folder}/`;
  const files = named.map(({ from, name }) => ({ from, to: start + name }));
  const add = { style, captions: [], count: files.length };
  const result = await pairs.run({ ...add, edit: { act: 'add', files }, isQuiet: true });
  const taken = new Set(
    result?.failed_files.filter(({ code }) => code === 'name-taken').map(({ file }) => file),
  );
  if (taken.size === 0) return;
  const again = files.filter(({ to }) => result?.created_files.includes(to) === false);
  const rename = t('Add Under New Names');
  const title =
    taken.size === 1
      ? t('1 name is taken already. Add the file under a new one?')
      : t('{0} names are taken already. Add the files under new ones?', taken.size);
  const detail = firstLines([...taken], (name) => name, t).join('\n');
  if ((await ask({ title, detail }, rename)) !== rename) return;
  await pairs.run({ ...add, edit: { act: 'add', files: again, takesFreeNames: true } });
}

/** Puts bytes from elsewhere into files of this machine for as long as `use` takes. */
async function withCopies(
  files: readonly DroppedFile[],
  use: (copies: readonly NamedFile[]) => Promise<void>,
): Promise<void> {
  if (files.length === 0) return use([]);
  const own = vscode.Uri.joinPath(vscode.Uri.file(os.tmpdir()), `s3-training-data-${randomUUID()}`);
  try {
    const copies: NamedFile[] = [];
    for (const [index, { name, bytes }] of files.entries()) {
      const copy = vscode.Uri.joinPath(own, String(index));
      await vscode.workspace.fs.writeFile(copy, await bytes());
      copies.push({ from: copy.fsPath, name });
    }
    await use(copies);
  } finally {
    await vscode.workspace.fs.delete(own, { recursive: true });
  }
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
