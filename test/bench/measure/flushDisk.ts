import { execFileSync } from 'node:child_process';

/** Makes the system write all dirty pages to the disk; returns how many seconds that took. */
export function flushDisk(): number {
  const began = performance.now();
  execFileSync('sync');
  return (performance.now() - began) / 1000;
}
