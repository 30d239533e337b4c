import type { Requirement } from '../setup/requirements.js';
import { CEPH, CHROMIUM, CURRENT_VSCODE, OLDEST_VSCODE, OPENSSL, TINYPROXY } from '../setup/requirements.js';

/** Milliseconds. */
export const MINUTE = 60_000;

/** Preparation of a suite: an npm script, which runs once even if several suites need it. */
export type Preparation = 'build' | 'package';

export interface Suite {
  readonly name: 'unit' | 'contract' | 'integration' | 'e2e' | 'long' | 'servers';
  /** The glob of its test files; there is no manual list. */
  readonly files: string;
  /** Without these the suite cannot run. */
  readonly needs: readonly Requirement[];
  /** Without these a part of the suite cannot run; the suite itself skips that part, or fails it if CI=true. */
  readonly wants: readonly Requirement[];
  readonly after: readonly Preparation[];
  /** Timeout of one test, unless the test sets its own. */
  readonly timeoutMs: number;
  /** Timeout of the whole suite: one that takes longer hangs. */
  readonly limitMs: number;
  /** Environment variables for its tests. */
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
