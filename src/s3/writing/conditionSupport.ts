import type { Check, Protection } from '../../core/ports/objectStore.js';
import type { ServerFacts } from '../../core/ports/stores.js';
import { isRecord } from '../../core/readJson.js';

/** What a write does to what stands under its key. */
export type WriteKind = 'create' | 'replace' | 'delete';

/** How a bucket numbers what it stores: Ceph 16 honours conditions only where it keeps no versions. */
type Versioning = 'off' | 'suspended' | 'on';

interface Entry extends Protection {
  /** That of the bucket when this was found out. */
  readonly versioning: Versioning | undefined;
  readonly learntAtMs: number;
}

/** Servers are upgraded, and others take their address: who looks no more before a write relies on this alone. */
const VALID_MS = 24 * 60 * 60 * 1000;
/** What was learnt later than that from now was learnt when a clock was wrong: nobody knows how long ago. */
const CLOCKS_DIFFER_MS = 5 * 60 * 1000;

const UNKNOWN: Protection = { create: 'unknown', replace: 'unknown', delete: 'unknown', etagQuotes: 'with' };
/** As documented: writes since November 2024, deletions since September 2025. */
const OF_AWS: Protection = { create: 'server', replace: 'server', delete: 'server', etagQuotes: 'with' };

/** How one bucket of one endpoint treats conditions, as far as it is known. */
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

  /** Whether the bucket was seen to keep versions, or not to; `undefined`: nothing was stored yet. */
  get keepsVersions(): boolean | undefined {
    return this.#versioning && this.#versioning === 'on';
  }

  /** Remembers from now on in `memory`: takes over what is there, or puts there what is known already. */
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

  /** Between two runs: what was learnt too long ago is to be found out anew, in a process that lives for weeks as well. */
  forgetExpired(): void {
    if (this.#learntAtMs === 0 || !this.#isOld(this.#learntAtMs)) return;
    this.#protection = UNKNOWN;
    this.#versioning = undefined;
    this.#learntAtMs = 0;
  }

  async learn(kind: WriteKind, check: Check, etagQuotes = this.#protection.etagQuotes): Promise<void> {
    // What contradicts the documentation there is a race that was lost, not a fact about the server.
    if (this.#isOfAws) return;
    this.#protection = { ...this.#protection, [kind]: check, etagQuotes };
    this.#learntAtMs = this.now();
    await this.#save();
  }

  /** Told of every object that was stored: where the bucket has been switched, all is to be found out anew. */
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
   * Runs a probe, one of a kind at a time. Where one is under way, waits for its end and then runs `afterwards`: a write
   * that went ahead could only look first, and would lose what somebody writes between its look and its act.
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
    // Without its memory the worst is that all is found out once more.
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

/** What this process knows of a bucket, to begin with what is remembered of it. */
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
