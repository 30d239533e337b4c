import type { Requirement } from '../setup/requirements.js';
import { CEPH, CHROMIUM, CURRENT_VSCODE, OLDEST_VSCODE, OPENSSL, TINYPROXY } from '../setup/requirements.js';

/** Milliseconds. */
export const MINUTE = 60_000;

/** Work that comes before a suite: an npm script, run once however many suites ask for it. */
export type Preparation = 'build' | 'package';

export interface Suite {
  readonly name: 'unit' | 'contract' | 'integration' | 'e2e' | 'long' | 'servers';
  /** Its tests are all files that match; no list is kept by hand. */
  readonly files: string;
  /** Without these it cannot run at all. */
  readonly needs: readonly Requirement[];
  /** Without these a part of it cannot run; the suite itself skips that part, or fails it where CI=true. */
  readonly wants: readonly Requirement[];
  readonly after: readonly Preparation[];
  /** For one test, unless it says otherwise itself. */
  readonly timeoutMs: number;
  /** For the whole suite: what takes longer hangs. */
  readonly limitMs: number;
  /** Variables that its tests read. */
  readonly env?: Readonly<Record<string, string>>;
}

export const SUITES: readonly Suite[] = [
  {
    name: 'unit',
    files: 'test/unit/**/*.test.ts',
    needs: [],
    wants: [],
    after: [],
    timeoutMs: 20_000,
    limitMs: 8 * MINUTE,
  },
  {
    name: 'contract',
    files: 'test/contract/**/*.test.ts',
    needs: [OPENSSL],
    wants: [CEPH, TINYPROXY],
    after: ['build'],
    timeoutMs: 60_000,
    limitMs: 40 * MINUTE,
  },
  {
    name: 'integration',
    files: 'test/integration/**/*.test.ts',
    needs: [CHROMIUM, OLDEST_VSCODE],
    wants: [],
    after: ['build'],
    timeoutMs: MINUTE,
    limitMs: 8 * MINUTE,
  },
  {
    name: 'e2e',
    files: 'test/e2e/**/*.test.ts',
    needs: [CHROMIUM, CURRENT_VSCODE],
    wants: [],
    after: ['package'],
    timeoutMs: 4 * MINUTE,
    limitMs: 20 * MINUTE,
  },
];
