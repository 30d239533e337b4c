import type { AdaptiveIo } from '../../../../src/local/files/adaptiveIo.js';

/** Defines a suite twice: with synchronous operations, and with the first operations of each test in the thread pool. */
export function describeAtEachIoMode(title: string, io: AdaptiveIo, define: () => void): void {
  describe(`${title}, out of memory`, define);
  describe(`${title}, where the disk has to be waited for`, () => {
    beforeEach(() => io.learn(1e6));
    define();
  });
}
