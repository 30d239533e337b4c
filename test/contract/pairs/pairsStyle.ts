import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_IMAGE_EXTENSIONS } from '../../../src/dataset/trainingImage.js';
import { editPairs, type PairsHandlers } from '../../../src/operations/editPairs.js';
import { listRuns } from '../../../src/operations/listHistory.js';
import type { StyleAdapters } from '../../../src/operations/protocol/adapters.js';
import type { PairsEdit, PairsRequest, UndoRequest } from '../../../src/operations/protocol/requests.js';
import type { PairsResult, RunSummary, UndoResult } from '../../../src/operations/protocol/results.js';
import { undoSync } from '../../../src/operations/undoSync.js';
import { adapters } from '../../../src/wiring/adapters.js';

/** Styles on the real disk that were never synced: there is no bucket to ask. */
export class PairsFolders {
  readonly log: string[] = [];

  constructor(readonly root = fs.mkdtempSync(path.join(os.tmpdir(), 'pairs-'))) {}

  remove(): void {
    fs.rmSync(this.root, { recursive: true, force: true });
  }

  /** The absolute path of a style's folder. */
  folder(style: string): string {
    return path.join(this.root, 'styles', style);
  }

  write(style: string, files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [relative, content] of Object.entries(files)) {
      const file = path.join(this.folder(style), relative);
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, content);
    }
  }

  /** The contents of all files of a style, including hidden ones, by path. */
  read(style: string): Record<string, string> {
    const entries = fs.readdirSync(this.folder(style), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((e) => path.join(e.parentPath, e.name));
    return Object.fromEntries(
      files
        .map((file) => [path.relative(this.folder(style), file), fs.readFileSync(file, 'utf8')] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  edit(
    style: string,
    edit: PairsEdit,
    options: Partial<PairsRequest> & {
      readonly handlers?: Partial<PairsHandlers>;
      readonly adapters?: Partial<StyleAdapters>;
    } = {},
  ): Promise<PairsResult> {
    const { handlers, adapters: replaced, ...overrides } = options;
    const request = {
      folder: this.folder(style),
      edit,
      imageExtensions: DEFAULT_IMAGE_EXTENSIONS,
      holder: 'a test',
      ...overrides,
    };
    return editPairs(
      request,
      { ...adapters, ...replaced },
      {
        signal: new AbortController().signal,
        onProgress: () => undefined,
        log: (_, line) => this.log.push(line),
        ...handlers,
      },
    );
  }

  undo(style: string, options: Partial<UndoRequest> = {}): Promise<UndoResult> {
    const noBucket: StyleAdapters = {
      ...adapters,
      openBucket: () => Promise.reject(new Error('an edit has no bucket')),
    };
    const request = {
      folder: this.folder(style),
      connection: { forcePathStyle: 'auto' },
      concurrency: 8,
      holder: 'a test',
      ...options,
    } as const;
    return undoSync(request, noBucket, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      log: (_, line) => this.log.push(line),
    });
  }

  history(style: string): Promise<readonly RunSummary[]> {
    return listRuns({ folder: this.folder(style) }, adapters);
  }
}
