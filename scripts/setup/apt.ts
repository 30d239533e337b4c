import { existsSync } from 'node:fs';
import { runProgram } from '../testing/childProcess.js';

/** Whether packages can be installed without a prompt: on Debian or Ubuntu as root. */
export const aptIsUsable = (): boolean => existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;

/** Installs packages with apt; resolves to whether that succeeded. */
export async function aptInstall(packages: readonly string[]): Promise<boolean> {
  console.log(`Installing by apt: ${packages.join(' ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const quiet = ['-qq', '-o', 'Dpkg::Use-Pty=0'];
  if ((await runProgram('apt-get', [...quiet, 'update'], { env })) !== 0) {
    console.error('apt-get update failed; going on with the package lists that are there.');
  }
  const install = [...quiet, 'install', '-y', '--no-install-recommends', ...packages];
  return (await runProgram('apt-get', install, { env })) === 0;
}
