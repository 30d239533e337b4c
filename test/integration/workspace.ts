import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TrainingDataApi } from '../../src/host/publicApi.js';

/** Gives the integration tests access to the window in which they run. */

export const EXTENSION_ID = 's3-training-data.s3-training-data-manager';

export function extension(): vscode.Extension<TrainingDataApi> {
  const found = vscode.extensions.getExtension<TrainingDataApi>(EXTENSION_ID);
  if (found === undefined) throw new Error('The extension is not in this window.');
  return found;
}

export const api = (): Promise<TrainingDataApi> => Promise.resolve(extension().activate());

export function workspaceFolder(): vscode.WorkspaceFolder {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) throw new Error('No folder is open.');
  return folder;
}

/** A style for a single test. */

export interface OwnStyle {
  readonly id: string;
  readonly folder: vscode.Uri;
  uri(name: string): vscode.Uri;
  write(name: string, content: string): void;
  remove(name: string): void;
  dispose(): void;
}

export function makeStyle(id: string, files: Readonly<Record<string, string>>): OwnStyle {
  const folder = vscode.Uri.joinPath(workspaceFolder().uri, 'styles', id);
  const style: OwnStyle = {
    id,
    folder,
    uri: (name) => vscode.Uri.joinPath(folder, ...name.split('/')),
    write: (name, content) => {
      const file = style.uri(name).fsPath;
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    },
    remove: (name) => rmSync(style.uri(name).fsPath),
    dispose: () => rmSync(folder.fsPath, { recursive: true, force: true }),
  };
  mkdirSync(folder.fsPath, { recursive: true });
  for (const [name, content] of Object.entries(files)) style.write(name, content);
  return style;
}

/** Resolves to the first event for which `isExpected` is true. */

export function eventWhere<T>(event: vscode.Event<T>, isExpected: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const subscription = event((value) => {
      if (!isExpected(value)) return;
      subscription.dispose();
      resolve(value);
    });
  });
}
