import type * as vscode from 'vscode';
import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Engine } from '../../engine/engine.js';
import { readSetting } from '../../host/settings/settings.js';
import { decodeCaption, encodeCaption } from './captionBytes.js';
import type { CaptionDisk } from './captionPorts.js';

/** The part of the engine that reads and writes captions. */
export type CaptionFiles = Pick<Engine, 'readCaptionFile' | 'writeCaptionFile'>;

/** One caption of a style's folder, read and written by the engine, in its thread. */
export function captionDisk(engine: CaptionFiles, folder: vscode.Uri, file: RelativePath): CaptionDisk {
  const request = { folder: folder.fsPath, file, followLinks: readSetting('followLinks', folder) };
  const { signal } = new AbortController();
  return {
    async read() {
      const found = await engine.readCaptionFile(request, signal);
      if (found === undefined) return undefined;
      if (found.bytes === undefined) return { file: found.file, text: undefined, problem: 'too-large' };
      const decoded = decodeCaption(found.bytes);
      return 'text' in decoded
        ? { file: found.file, text: decoded.text, problem: undefined }
        : { file: found.file, text: undefined, problem: decoded.problem };
    },
    write: (text, before) =>
      engine.writeCaptionFile({ ...request, bytes: encodeCaption(text), before }, signal),
  };
}
