import type { Check, Protection } from '../../core/ports/objectStore.js';
import type { ServerFacts } from '../../core/ports/stores.js';
import { isRecord } from '../../core/readJson.js';

/** What a write does to the object under its key. */
export type WriteKind = 'create' | 'replace' | 'delete';

/** The versioning of a bucket: Ceph 16 honours conditions only in a bucket without versions. */
type Versioning = 'off' | 'suspended' | 'on';

interface Entry extends Protection {
  /** The versioning of the bucket at that time. */
  readonly versioning: Versioning | undefined;
  readonly learntAtMs: number;
}

/**
 * How long this is valid: servers are upgraded, and others take over their addresses, while writes that no longer
 * look first rely on it.
 */
const VALID_MS = 24 * 60 * 60 * 1000;
/** An entry from further in the future was written with a wrong clock: its age is unknown. */
const CLOCKS_DIFFER_MS = 5 * 60 * 1000;

const UNKNOWN: Protection = { create: 'unknown', replace: 'unknown', delete: 'unknown', etagQuotes: 'with' };
/** As documented: writes since November 2024, deletions since September 2025. */
const OF_AWS: Protection = { create: 'server', replace: 'server', delete: 'server', etagQuotes: 'with' };

/** What is known of how one bucket at one endpoint treats conditions. */
export class ConditionSupport {
  #protection: Protection;
  #versioning: Versioning | undefined;
  #learntAtMs = 0;
  readonly #probes = new Map<WriteKind, Promise<unknown>>();
  #memory: ServerFacts | undefined;

  constructor(
    private readonly endpoint: string,
    private readonly bucket: string,
    /** Milliseconds since the epoch. */
    private readonly now: () => number = Date.now,
  ) {
    this.#protection = endpoint === '' ? OF_AWS : UNKNOWN;
  }

  get protection(): Protection {
    return this.#protection;
  }

  /** Whether stored objects got versions; `undefined`: nothing was stored yet. */
  get keepsVersions(): boolean | undefined {
    return this.#versioning && this.#versioning === 'on';
  }

  /** Uses `memory` from now on: loads what it holds, or saves what is known already. */
  async rememberIn(memory: ServerFacts): Promise<void> {
    if (this.#isOfAws) return;
    this.#memory = memory;
    if (this.#learntAtMs > 0) return this.#save();
    const entry = (await this.#loadTable())[this.#place];
    if (!isEntry(entry) || this.#isOld(entry.learntAtMs)) return;
    const { create, replace, delete: deleting, etagQuotes, versioning, learntAtMs } = entry;
    this.#protection = { create, replace, delete: deleting, etagQuotes };
    this.#versioning = versioning;
    this.#learntAtMs = learntAtMs;
  }

  /** Call between two runs: forgets what is too old, in a process that lives for weeks. */
  forgetExpired(): void {
    if (this.#learntAtMs === 0 || !this.#isOld(this.#learntAtMs)) return;
    this.#protection = UNKNOWN;
    this.#versioning = undefined;
    this.#learntAtMs = 0;
  }

  async learn(kind: WriteKind, check: Check, etagQuotes = this.#protection.etagQuotes): Promise<void> {
    // On AWS, what contradicts the documentation is a lost race, not a fact about the server.
    if (this.#isOfAws) return;
    this.#protection = { ...this.#protection, [kind]: check, etagQuotes };
    this.#learntAtMs = this.now();
    await this.#save();
  }

  /** Call for every stored object: after a change of versioning, everything has to be found out again. */
  async noticeVersion(versionId: string | undefined): Promise<void> {
    const versioning =
      versionId === undefined || versionId === '' ? 'off' : versionId === 'null' ? 'suspended' : 'on';
    const before = this.#versioning;
    this.#versioning = versioning;
    if (before === undefined || before === versioning || this.#isOfAws) return;
    this.#protection = UNKNOWN;
    this.#learntAtMs = this.now();
    await this.#save();
  }

  /**
   * Runs a probe, one of each kind at a time. Where one is running, waits for its end and then runs `afterwards`:
   * without waiting, that write could only look first, and would overwrite what another client writes between the
   * look and the write.
   */
  async probe<T>(kind: WriteKind, probing: () => Promise<T>, afterwards: () => Promise<T>): Promise<T> {
    const underWay = this.#probes.get(kind);
    if (underWay !== undefined) {
      await Promise.allSettled([underWay]);
      return afterwards();
    }
    const probe = probing();
    this.#probes.set(kind, probe);
    try {
      return await probe;
    } finally {
      this.#probes.delete(kind);
    }
  }

  get #isOfAws(): boolean {
    return this.endpoint === '';
  }

  #isOld(learntAtMs: number): boolean {
    const ageMs = this.now() - learntAtMs;
    return ageMs > VALID_MS || ageMs < -CLOCKS_DIFFER_MS;
  }

  get #place(): string {
    return `${this.endpoint}/${this.bucket}`;
  }

  async #loadTable(): Promise<Readonly<Record<string, unknown>>> {
    // Without the memory, everything is found out again at worst.
    const table = await this.#memory?.load().catch(() => undefined);
    return isRecord(table) ? table : {};
  }

  async #save(): Promise<void> {
    const memory = this.#memory;
    if (memory === undefined) return;
    const entry: Entry = {
      ...this.#protection,
      versioning: this.#versioning,
      learntAtMs: this.#learntAtMs,
    };
    const table = { ...(await this.#loadTable()), [this.#place]: entry };
    await memory.save(table).catch(() => undefined);
  }
}

const processWide = new Map<string, ConditionSupport>();

/** What this process knows of a bucket, starting with what `memory` holds. */
export async function conditionSupportOf(
  endpoint: string,
  bucket: string,
  memory: ServerFacts | undefined,
): Promise<ConditionSupport> {
  const place = `${endpoint}/${bucket}`;
  const support = processWide.get(place) ?? new ConditionSupport(endpoint, bucket);
  processWide.set(place, support);
  support.forgetExpired();
  if (memory !== undefined) await support.rememberIn(memory);
  return support;
}

const isCheck = (value: unknown): value is Check =>
  value === 'server' || value === 're-check' || value === 'unknown';

function isEntry(value: unknown): value is Entry {
  return (
    isRecord(value) &&
    isCheck(value['create']) &&
    isCheck(value['replace']) &&
    isCheck(value['delete']) &&
    (value['etagQuotes'] === 'with' || value['etagQuotes'] === 'without') &&
    typeof value['learntAtMs'] === 'number' &&
    ['off', 'suspended', 'on', undefined].includes(value['versioning'] as string | undefined)
  );
}
