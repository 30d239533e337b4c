import { execFileSync } from 'node:child_process';

/** Has the system write to the disk all that it still holds in memory, and tells how many seconds that took. */
export function flushDisk(): number {
  const began = performance.now();
  execFileSync('sync');
  return (performance.now() - began) / 1000;
}
