import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from './machine.js';

const run = promisify(execFile);

/** The folder of the system, about 2 GB, which stays until it is removed by hand. */
const ROOT = path.resolve(import.meta.dirname, '../../../artifacts/debian-sid');
/** A file with the names of the installed packages, written when all are installed. */
const INSTALLED = path.join(ROOT, 'installed-for-tests');

const PACKAGES = [
  ...['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'],
  ...['swift-proxy', 'swift-account', 'swift-container', 'swift-object'],
  ...['python3-moto', 'python3-flask', 'python3-flask-cors'],
];

/**
 * Enters the system in `$0` and becomes the command. Only the command and its children see the mounts, which end with
 * them. `unshare`, the shell and `chroot` use exec, so there is only one process.
 */
const ENTER =
  'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" /usr/bin/env LC_ALL=C.UTF-8 "$@"';

/**
 * Debian sid in a folder, whatever system this machine runs, to get current versions of the servers. It shares the
 * machine's loopback. Needs root.
 */
export const DEBIAN_SID: Machine = {
  makeFolder: (prefix) => {
    const folder = fs.mkdtempSync(path.join(ROOT, 'tmp', prefix));
    return { path: folder, seenAs: path.join('/tmp', path.basename(folder)) };
  },
  commandOf: (program, args) => [
    'unshare',
    ...['--mount', '--propagation', 'private', '--', 'sh', '-c', ENTER, ROOT, program, ...args],
  ],
};

export const debianSidIsInstalled = (): boolean =>
  fs.existsSync(INSTALLED) && fs.readFileSync(INSTALLED, 'utf8') === PACKAGES.join(' ');

/**
 * Installs the system from the mirror of this machine's apt, in about five minutes. Needs `debootstrap`.
 * @throws Error with the output of a step that fails.
 */
export async function installDebianSid(): Promise<void> {
  if (debianSidIsInstalled()) return;
  fs.mkdirSync(ROOT, { recursive: true });
  if (!fs.existsSync(path.join(ROOT, 'var/lib/dpkg/status'))) {
    await step('debootstrap', ['--variant=minbase', '--no-check-gpg', 'sid', ROOT, await mirror()]);
  }
  // Prevents packages from starting services on installation.
  const policy = path.join(ROOT, 'usr/sbin/policy-rc.d');
  fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  // The index of a mirror may have expired.
  await inside('apt-get', '-q', '-o', 'Acquire::Check-Valid-Until=false', 'update');
  const quiet = ['-q', '-y', '-o', 'Dpkg::Use-Pty=0'];
  await inside('apt-get', ...quiet, 'install', '--no-install-recommends', ...PACKAGES);
  fs.writeFileSync(INSTALLED, PACKAGES.join(' '));
}

/** The version of a package in the system. */
export async function versionInDebianSid(debianPackage: string): Promise<string> {
  return (await inside('dpkg-query', '-W', '-f', '${Version}', debianPackage)).trim();
}

const inside = (program: string, ...args: readonly string[]): Promise<string> =>
  step(...splitCommand(DEBIAN_SID.commandOf(program, args)));

const splitCommand = ([file, ...args]: readonly [string, ...string[]]): [string, string[]] => [file, args];

async function step(file: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { stdout } = await run(file, args, { env, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** The package mirror of this machine. */
async function mirror(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(SITE)', 'Created-By: Packages']);
  const sites = stdout.split('\n');
  return sites.find((site) => site.endsWith('/debian') || site.endsWith('/debian/')) ?? sites[0] ?? '';
}
