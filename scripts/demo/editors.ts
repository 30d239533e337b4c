import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SampleWorkspace } from '../../test/support/sample-style/sampleWorkspace.js';
import { atEndOfProcess, killGroup } from '../../test/support/vscode/endOfProcess.js';
import { downloadDesktop, installedDesktop } from '../../test/support/vscode/editor.js';
import { packagedExtension } from '../../test/support/vscode/packagedExtension.js';
import { QUIET_SETTINGS } from '../../test/support/vscode/quietSettings.js';
import { PROJECT_ROOT } from '../../test/support/vscode/release.js';
import { startVSCodeServer } from '../../test/support/vscode/server.js';

/** An editor for the sample. */
export interface DemoEditor {
  /** The npm script that builds what the editor loads. */
  readonly needs: 'build' | 'package';
  open(sample: SampleWorkspace, ownFolder: string): Promise<OpenEditor>;
}

export interface OpenEditor {
  /** Tells the user where the window is. */
  readonly where: string;
  /** Resolves when the user closes the editor; never for a window in the browser. */
  readonly closed: Promise<void>;
}

/** The desktop VS Code if it is installed or can be downloaded; otherwise one in the browser, from npm. */
export async function chooseEditor(): Promise<DemoEditor> {
  const program = installedDesktop() ?? (await downloadDesktop('stable'));
  return program === undefined
    ? { needs: 'package', open: openInBrowser }
    : { needs: 'build', open: (sample, ownFolder) => openOnDesktop(program, sample, ownFolder) };
}

/** Opens the desktop VS Code with its own folders, so that it neither reads nor changes the user's data. */
async function openOnDesktop(
  program: string,
  sample: SampleWorkspace,
  ownFolder: string,
): Promise<OpenEditor> {
  const data = path.join(ownFolder, 'editor');
  await mkdir(path.join(data, 'User'), { recursive: true });
  await writeFile(path.join(data, 'User/settings.json'), JSON.stringify(QUIET_SETTINGS, null, 2));
  const args = ['--new-window', '--wait', '--skip-welcome', '--disable-workspace-trust'];
  args.push('--user-data-dir', data, '--extensions-dir', path.join(ownFolder, 'extensions'));
  args.push(`--extensionDevelopmentPath=${PROJECT_ROOT}`);
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  const child = spawn(program, [...args, sample.folder], {
    env: { ...process.env, ...sample.environment },
    detached: true, // Leads its own process group, which is ended as a whole.
    stdio: 'ignore',
  });
  atEndOfProcess(() => killGroup(child.pid));
  const closed = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  return { where: 'A VS Code window opens on it.', closed };
}

async function openInBrowser(sample: SampleWorkspace): Promise<OpenEditor> {
  const server = await startVSCodeServer({ vsix: packagedExtension(), env: sample.environment });
  return {
    where: `Open it in your browser:\n\n    ${server.address(sample.folder)}`,
    closed: new Promise(() => undefined),
  };
}
