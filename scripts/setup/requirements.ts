import { existsSync } from 'node:fs';
import path from 'node:path';
import { versionOf, type Peer } from '../../test/bench/tools/installed.js';
import { debianSidIsInstalled, installDebianSid } from '../../test/support/servers/debianSid.js';
import { findChromium } from '../../test/support/vscode/browser.js';
import { installServer } from '../../test/support/vscode/install.js';
import { CURRENT_RELEASE, OLDEST_RELEASE, type Release } from '../../test/support/vscode/release.js';

/** Something that tests or benchmarks need on the machine and that `npm ci` does not install. */
export interface Requirement {
  readonly title: string;
  /** Debian packages that contain it; empty if it comes from npm. */
  readonly debianPackages: readonly string[];
  present(): boolean;
  /** Fetches it from the npm registry. @throws Error if that fails. */
  fetch?(): Promise<unknown>;
}

export const CHROMIUM: Requirement = {
  title: 'Chromium',
  debianPackages: ['chromium'],
  present: () => findChromium() !== undefined,
};

/** Fonts: the caption marks are emoji, and pictures of the window need text. */
export const FONTS: Requirement = {
  title: 'fonts with letters and emoji',
  debianPackages: ['fonts-dejavu-core', 'fonts-noto-color-emoji'],
  present: () =>
    process.platform !== 'linux' || existsSync('/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf'),
};

export const CEPH: Requirement = {
  title: 'Ceph RADOS Gateway',
  debianPackages: ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'],
  present: () => ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph'].every(onPath),
};

/** The servers of `npm run test:servers`, in a separate Debian system. */
export const DEBIAN_SID_SERVERS: Requirement = {
  title: 'Debian sid with Ceph, OpenStack Swift and moto, in a folder',
  debianPackages: ['debootstrap'],
  present: debianSidIsInstalled,
  fetch: installDebianSid,
};

/** Creates the certificates of https servers. */
export const OPENSSL: Requirement = {
  title: 'OpenSSL',
  debianPackages: ['openssl'],
  present: () => onPath('openssl'),
};

/** A third-party proxy. */
export const TINYPROXY: Requirement = {
  title: 'tinyproxy',
  debianPackages: ['tinyproxy-bin'],
  present: () => onPath('tinyproxy'),
};

/** Programs with which the benchmark of the window compares our thumbnails. */
export const VIPSTHUMBNAIL: Requirement = {
  title: 'vipsthumbnail',
  debianPackages: ['libvips-tools'],
  present: () => onPath('vipsthumbnail'),
};
export const DJPEG: Requirement = {
  title: 'djpeg of libjpeg-turbo',
  debianPackages: ['libjpeg-turbo-progs'],
  present: () => onPath('djpeg'),
};

/** Tools with which the benchmark compares ours. */
export const PEERS: Readonly<Record<Peer, Requirement>> = {
  rclone: peer('rclone', 'rclone'),
  aws: peer('aws', 'awscli'),
  s3cmd: peer('s3cmd', 's3cmd'),
};

function peer(name: Peer, debianPackage: string): Requirement {
  return { title: name, debianPackages: [debianPackage], present: () => versionOf(name) !== undefined };
}

const vscode = (release: Release): Requirement => ({
  title: `VS Code ${release.vscode} (server, from npm)`,
  debianPackages: [],
  present: () => false, // Only the installer knows, and it is fast if there is nothing to do.
  fetch: () => installServer(release),
});

export const OLDEST_VSCODE = vscode(OLDEST_RELEASE);
export const CURRENT_VSCODE = vscode(CURRENT_RELEASE);

const onPath = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, program)));
