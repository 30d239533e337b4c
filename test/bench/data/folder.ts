import * as fs from 'node:fs';
import path from 'node:path';
import { contentOf } from './content.js';
import { filesOf, type DataFile, type DataSet } from './dataSet.js';
import { changeOf, type Mutation } from './mutation.js';

/** Creates a folder and writes a data set into it. */
export function writeDataSet(set: DataSet, folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const file of filesOf(set)) writeContent(set, file, 0, folder);
}

/** Changes a folder that holds a data set. Files are overwritten in place, as editors and captioning tools do. */
export function mutate(set: DataSet, mutation: Mutation, folder: string): void {
  const { rewritten, revision, removed } = changeOf(set, mutation);
  for (const file of rewritten) writeContent(set, file, revision, folder);
  for (const { path: name } of removed) fs.rmSync(path.join(folder, name));
}

/** Copies a folder for one tool, with the times of the original. */
export function copyFolder(from: string, to: string): void {
  fs.cpSync(from, to, { recursive: true, preserveTimestamps: true });
}

/** Truncates all files in a folder to release their space; the files stay. */
export function emptyFiles(folder: string): void {
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) fs.truncateSync(path.join(entry.parentPath, entry.name));
  }
}

function writeContent(set: DataSet, file: DataFile, revision: number, folder: string): void {
  fs.writeFileSync(path.join(folder, file.path), contentOf(set, file, revision));
}
