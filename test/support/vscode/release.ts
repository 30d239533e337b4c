import path from 'node:path';

/** The project's folder, which contains all downloads and results of a run. */
export const PROJECT_ROOT = path.resolve(import.meta.dirname, '../../..');

/** The folder of editors for tests, kept between runs. Ignored by git, safe to delete. */
export const EDITORS_FOLDER = path.join(PROJECT_ROOT, '.vscode-test');

/**
 * A release of VS Code's server. The npm package `code-server` 4.X.Y contains VS Code 1.X.Y, which runs on a single
 * major version of Node.
 */
export interface Release {
  readonly vscode: string;
  readonly codeServer: string;
  readonly nodeMajor: number;
}

/** The oldest VS Code that the extension supports: `engines.vscode` in package.json. */
export const OLDEST_RELEASE: Release = { vscode: '1.100.3', codeServer: '4.100.3', nodeMajor: 20 };

/** A current VS Code. */
export const CURRENT_RELEASE: Release = { vscode: '1.139.1', codeServer: '4.139.1', nodeMajor: 24 };
