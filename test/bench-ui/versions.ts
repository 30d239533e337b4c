import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import packageJson from '../../package.json' with { type: 'json' };
import { findChromium } from '../support/vscode/browser.js';
import { CURRENT_RELEASE } from '../support/vscode/release.js';

/** Versions of the programs that take part, by name; only of those that are installed. */
export function versionsUsed(): Map<string, string> {
  const versions = new Map([
    [packageJson.name, packageJson.version],
    ['VS Code (server)', CURRENT_RELEASE.vscode],
    ['Node', process.versions.node],
    ['sharp', `${sharp.versions.sharp}, libvips ${sharp.versions.vips}`],
  ]);
  const programs: readonly (readonly [string, string | undefined, string])[] = [
    ['Chromium', findChromium(), '--version'],
    ['vipsthumbnail', 'vipsthumbnail', '--version'],
    ['djpeg', 'djpeg', '-version'],
  ];
  for (const [name, program, ask] of programs) {
    const { status, stdout, stderr } = spawnSync(program ?? name, [ask], { encoding: 'utf8' });
    const [line = ''] = `${stdout}${stderr}`.trim().split('\n');
    if (status === 0) versions.set(name, line.trim());
  }
  return versions;
}
