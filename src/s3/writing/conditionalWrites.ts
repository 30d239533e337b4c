import { bareEtag } from '../../core/content/etag.js';
import { afterUnanswered, hasCode, SyncError } from '../../core/errors.js';
import type { Expected, ObjectHead, Protection } from '../../core/ports/objectStore.js';
import { changedInS3 } from '../../core/commonErrors.js';
import type { ListedEtags } from '../reading/listedEtags.js';
import type { Condition } from '../requests/bucketRequests.js';
import { isUndecidedRace, refusesConditions } from '../wire/requestFailure.js';
import { sendWrite, type WriteTools } from './sendWrite.js';
import { isAsExpected, kindOf, resultIn, type Write, type Written } from './write.js';

/** No object has this ETag: a server that honours conditions refuses every request that demands it. */
const ETAG_OF_NOTHING = '"00000000000000000000000000000000"';

/** Writes that happen only where the object is as expected. The caller may know the object by either of its ETags. */
export class ConditionalWrites {
  constructor(
    private readonly tools: WriteTools,
    private readonly etags: ListedEtags,
  ) {}

  /** Throws `changed-during-sync`, and what the requests throw. */
  async perform(write: Write, signal: AbortSignal): Promise<Written> {
    const { key, expected } = write;
    // For an upload, `check` has found the server's ETag before the first part.
    if (expected === 'absent' || write.operation === 'complete')
      return new ConditionalWrite(this.tools, write, signal).perform();
    const etag = this.etags.ownOf(key, expected.etag);
    try {
      return await new ConditionalWrite(this.tools, expecting(write, etag), signal).perform();
    } catch (error) {
      const other = await this.etags.otherThan(etag, { key, etag: expected.etag }, error, signal);
      return new ConditionalWrite(this.tools, expecting(write, other), signal).perform();
    }
  }

  /**
   * Looks whether an object is as expected. Returns the expectation with the ETag that the server knows. Throws as
   * `perform` does.
   */
  async check(key: string, expected: Expected, signal: AbortSignal): Promise<Expected> {
    const head = await this.tools.lookup.head(key, signal);
    if (expected === 'absent') {
      if (head !== undefined) throw changedInS3(key);
      return expected;
    }
    const etag = this.etags.ownOf(key, expected.etag);
    if (isAsExpected(head, { etag })) return { etag };
    const error = changedInS3(key);
    const other = await this.etags.otherThan(etag, { key, etag: expected.etag }, error, signal);
    if (!isAsExpected(await this.tools.lookup.head(key, signal), { etag: other })) throw error;
    return { etag: other };
  }
}

const expecting = (write: Write, etag: string): Write =>
  write.expected !== 'absent' && write.expected.etag === etag ? write : { ...write, expected: { etag } };

/**
 * One write, with the ETag by which the server knows the object. The first real write of each kind finds out how the
 * server treats conditions; no extra key is written, so that users find only what they would have found anyway.
 */
class ConditionalWrite {
  /** Whether a request of this write got no answer: a change since then may be its own. */
  #isUnanswered = false;

  constructor(
    private readonly tools: WriteTools,
    private readonly write: Write,
    private readonly signal: AbortSignal,
  ) {}

  async perform(): Promise<Written> {
    try {
      return this.write.operation === 'complete' ? await this.#lookInAnyCase() : await this.#asIsKnown();
    } catch (error) {
      // The look after an unanswered write may fail too.
      throw this.#isUnanswered ? afterUnanswered(error) : error;
    }
  }

  async #asIsKnown(): Promise<Written> {
    const { write } = this;
    const { support } = this.tools;
    const kind = kindOf(write);
    switch (support.protection[kind]) {
      case 'server':
        return this.#leaveItToServer();
      case 're-check':
        return this.#lookAndSend();
      case 'unknown':
        return support.probe(
          kind,
          () => (kind === 'create' ? this.#probeCreate() : this.#probeMatch()),
          () => this.#asIsKnown(),
        );
    }
  }

  /**
   * For requests whose conditions some servers ignore although they honour those of a PUT (Ceph 16, at the end of a
   * multipart upload): looks in any case, and sends the condition where it may help.
   */
  async #lookInAnyCase(): Promise<Written> {
    const done = await this.#look();
    if (done !== undefined) return done;
    const isHonoured = this.tools.support.protection[kindOf(this.write)] === 'server';
    return isHonoured ? this.#leaveItToServer() : this.#send({});
  }

  /**
   * Looks at the object. Returns the result where nothing is left to do. Throws `changed-during-sync` where the
   * object is not as expected.
   */
  async #look(): Promise<Written | undefined> {
    const head = await this.#head();
    if (isAsExpected(head, this.write.expected)) return undefined;
    const done = this.#doneIn(head);
    if (done === undefined) throw changedInS3(this.write.key);
    return done;
  }

  async #lookAndSend(): Promise<Written> {
    return (await this.#look()) ?? this.#send({});
  }

  async #leaveItToServer(): Promise<Written> {
    const { support } = this.tools;
    try {
      return await this.#send(conditionOf(this.write.expected, support.protection.etagQuotes));
    } catch (error) {
      if (refusesConditions(error)) {
        const result = await this.#lookAndSend();
        await support.learn(kindOf(this.write), 're-check');
        return result;
      }
      const verdict = await this.#judge(error);
      return verdict === 'misread' ? this.#sendUnconditionally() : verdict;
    }
  }

  /**
   * Interprets a refused condition: our own write whose answer was lost (its result), a change by another client
   * (thrown), or a server that misreads conditions, because the object is unchanged.
   */
  async #judge(error: unknown): Promise<Written | 'misread'> {
    if (!isUnmet(error)) throw error;
    const head = await this.#head();
    const done = this.#doneIn(head);
    if (done !== undefined) return done;
    const { key, expected } = this.write;
    if (isUndecidedRace(error) || !isAsExpected(head, expected)) throw changedInS3(key, error);
    return 'misread';
  }

  /** Writes a new object twice: the second time, with the same bytes, the condition must fail. */
  async #probeCreate(): Promise<Written> {
    const { support } = this.tools;
    const done = await this.#look();
    if (done !== undefined) return done;
    let result: Written;
    try {
      result = await this.#send({ ifNoneMatch: '*' });
    } catch (error) {
      const verdict = refusesConditions(error) ? 'misread' : await this.#judge(error);
      return verdict === 'misread' ? this.#sendUnconditionally() : verdict;
    }
    try {
      if (resultIn(this.write, await this.#head()) === undefined) return result;
      result = await this.#send({ ifNoneMatch: '*' });
      await support.learn('create', 're-check');
    } catch (error) {
      // Any other failure proves nothing, and does no harm: the object is stored.
      if (isUnmet(error)) await support.learn('create', 'server');
    }
    return result;
  }

  /** Sends the write with a wrong ETag first: a server that carries it out ignores conditions. */
  async #probeMatch(): Promise<Written> {
    const { support } = this.tools;
    const kind = kindOf(this.write);
    const done = await this.#look();
    if (done !== undefined) return done;
    try {
      const result = await this.#send({ ifMatch: ETAG_OF_NOTHING });
      await support.learn(kind, 're-check');
      return result;
    } catch (error) {
      if (!isUnmet(error) && !refusesConditions(error)) throw error;
      const forms = refusesConditions(error) ? [] : (['with', 'without'] as const);
      for (const etagQuotes of forms) {
        try {
          const result = await this.#send(conditionOf(this.write.expected, etagQuotes));
          await support.learn(kind, 'server', etagQuotes);
          return result;
        } catch (refusal) {
          const verdict = await this.#judge(refusal);
          if (verdict !== 'misread') return verdict;
        }
      }
      return this.#sendUnconditionally();
    }
  }

  /** For a server that has turned out to misread conditions. */
  async #sendUnconditionally(): Promise<Written> {
    const result = await this.#send({});
    await this.tools.support.learn(kindOf(this.write), 're-check');
    return result;
  }

  async #send(condition: Condition): Promise<Written> {
    try {
      return await sendWrite(this.tools, this.write, condition, this.signal);
    } catch (error) {
      this.#isUnanswered ||= error instanceof SyncError && error.data.unanswered === true;
      throw error;
    }
  }

  #head(): Promise<ObjectHead | undefined> {
    return this.tools.lookup.head(this.write.key, this.signal);
  }

  /**
   * The result where the state of the object counts as this write's doing: for a deletion always, for an upload only
   * after an unanswered request. The caller judges what others have written; it keeps a record of its own writes.
   */
  #doneIn(head: ObjectHead | undefined): Written | undefined {
    const counts = this.write.operation === 'delete' || this.#isUnanswered;
    return counts ? resultIn(this.write, head) : undefined;
  }
}

function conditionOf(expected: Expected, quotes: Protection['etagQuotes']): Condition {
  if (expected === 'absent') return { ifNoneMatch: '*' };
  const etag = bareEtag(expected.etag);
  return { ifMatch: quotes === 'with' ? `"${etag}"` : etag };
}

/** Whether a condition did not hold. With an ETag and without an object, some servers answer “no such key”. */
const isUnmet = (error: unknown): boolean =>
  hasCode(error, 'changed-during-sync') || hasCode(error, 'object-missing');
