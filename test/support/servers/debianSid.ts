import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Machine } from './machine.js';

const run = promisify(execFile);

/** The whole system, some 2 GB; it stays until somebody removes it. */
const ROOT = path.resolve(import.meta.dirname, '../../../artifacts/debian-sid');
/** Holds the names of what is installed, once all of it is. */
const INSTALLED = path.join(ROOT, 'installed-for-tests');

const PACKAGES = [
  ...['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'],
  ...['swift-proxy', 'swift-account', 'swift-container', 'swift-object'],
  ...['python3-moto', 'python3-flask', 'python3-flask-cors'],
];

/**
 * Enters the system in `$0` and becomes the command there. The mounts are seen by it and its children alone, and go with
 * them. `unshare`, the shell and `chroot` replace themselves, so the process stays one.
 */
const ENTER =
  'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" /usr/bin/env LC_ALL=C.UTF-8 "$@"';

/**
 * Debian’s newest suite, in a folder, beside whatever this machine is: its servers are those of this year. Loopback is the
 * machine's own. Needs root.
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
 * Installs it, from the mirror that this machine's own apt uses, in some five minutes. Needs `debootstrap`.
 * @throws Error where a step fails, with what it printed.
 */
export async function installDebianSid(): Promise<void> {
  if (debianSidIsInstalled()) return;
  fs.mkdirSync(ROOT, { recursive: true });
  if (!fs.existsSync(path.join(ROOT, 'var/lib/dpkg/status'))) {
    await step('debootstrap', ['--variant=minbase', '--no-check-gpg', 'sid', ROOT, await mirror()]);
  }
  // No package starts a service when it is installed.
  const policy = path.join(ROOT, 'usr/sbin/policy-rc.d');
  fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  // A mirror may be older than its own date of expiry.
  await inside('apt-get', '-q', '-o', 'Acquire::Check-Valid-Until=false', 'update');
  const quiet = ['-q', '-y', '-o', 'Dpkg::Use-Pty=0'];
  await inside('apt-get', ...quiet, 'install', '--no-install-recommends', ...PACKAGES);
  fs.writeFileSync(INSTALLED, PACKAGES.join(' '));
}

/** The version of a package there. */
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

/** Where this machine's own packages come from. */
async function mirror(): Promise<string> {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(SITE)', 'Created-By: Packages']);
  const sites = stdout.split('\n');
  return sites.find((site) => site.endsWith('/debian') || site.endsWith('/debian/')) ?? sites[0] ?? '';
}
