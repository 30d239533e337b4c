import type { DiskPace } from '../../../src/local/files/diskPace.js';

/** Defines a suite twice: where memory answers, and where the first operations of each test have to wait for the disk. */
export function describeAtEachPace(title: string, pace: DiskPace, define: () => void): void {
  describe(`${title}, out of memory`, define);
  describe(`${title}, where the disk has to be waited for`, () => {
    beforeEach(() => pace.took(1e6));
    define();
  });
}
