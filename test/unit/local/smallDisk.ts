import { execFileSync } from 'node:child_process';

/** A disk of some kilobytes in memory, mounted on an existing folder. Linux only, as root. */
export class SmallDisk {
  constructor(
    readonly mountPoint: string,
    kilobytes: number,
  ) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(kilobytes)}k`, 'tmpfs', mountPoint]);
  }

  unmount(): void {
    execFileSync('umount', ['--lazy', this.mountPoint]);
  }
}
