import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { EDITORS_FOLDER } from './release.js';

/** Idle timeout of a download, short so that an unreachable server causes no long delay. */
const IDLE_TIMEOUT_MS = 10_000;

const CODE_STAND_IN = path.join(import.meta.dirname, 'code');

const MAC_APPLICATION = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';

/** Whether a desktop program can open a window on this machine. */
export const hasDesktop = (): boolean =>
  process.platform !== 'linux' ||
  process.env['DISPLAY'] !== undefined ||
  process.env['WAYLAND_DISPLAY'] !== undefined;

/**
 * A desktop VS Code of this version, downloaded once into `.vscode-test/`; `undefined` if there is no desktop, or if
 * the download fails, which is logged.
 */
export async function downloadDesktop(version: string): Promise<string | undefined> {
  if (!hasDesktop()) return undefined;
  try {
    return await downloadAndUnzipVSCode({
      version,
      cachePath: EDITORS_FOLDER,
      timeout: IDLE_TIMEOUT_MS,
      reporter: new SilentReporter(),
    });
  } catch (error) {
    console.log(
      `A desktop VS Code could not be downloaded (${String(error)}): the server from npm stands in.`,
    );
    return undefined;
  }
}

/** The `code` program for tests in the extension host: the desktop's, or the substitute for machines without one. */
export const codeForTests = async (version: string): Promise<string> =>
  (await downloadDesktop(version)) ?? CODE_STAND_IN;

/** The `code` program of an installed VS Code, if a desktop can show its window. */
export function installedDesktop(): string | undefined {
  if (!hasDesktop()) return undefined;
  if (existsSync(MAC_APPLICATION)) return MAC_APPLICATION;
  const locate = process.platform === 'win32' ? 'where' : 'which';
  try {
    const [first] = execFileSync(locate, ['code'], { encoding: 'utf8', stdio: 'pipe' }).split(/\r?\n/);
    return first;
  } catch {
    return undefined; // `which` exits with an error if there is none.
  }
}
