import fs from 'node:fs';
import { mock } from 'node:test';

/**
 * Until `mock.restoreAll()`, calls `act` after each read from the disk, synchronous or not, before its result is used.
 */
export function afterEachRead(act: (reads: number) => void): void {
  const { read, readSync } = fs;
  let reads = 0;
  mock.method(fs, 'readSync', (...args: Parameters<typeof readSync>) => {
    const count = readSync(...args);
    act(++reads);
    return count;
  });
  mock.method(fs, 'read', (...args: unknown[]) => {
    const done = args.pop() as (...results: unknown[]) => void;
    (read as (...args: unknown[]) => void)(...args, (...results: unknown[]) => {
      act(++reads);
      done(...results);
    });
  });
}

/** As `afterEachRead`, after the `n`th read only. */
export function afterRead(n: number, act: () => void): void {
  afterEachRead((reads) => {
    if (reads === n) act();
  });
}
