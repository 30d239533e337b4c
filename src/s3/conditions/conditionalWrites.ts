import { afterUnanswered, SyncError } from '../../core/errors.js';
import { bareEtag } from '../../core/content/etag.js';
import type { Expected, ObjectHead, Protection } from '../../core/ports/ports.js';
import type { ConditionKnowledge, WriteKind } from './conditionKnowledge.js';
import { isUndecidedRace, refusesConditions } from '../wire/errors.js';
import { changedInS3 } from '../../core/commonErrors.js';
import { isAsExpected } from './expectation.js';

/** What a request demands of the object under its key; empty: nothing. */
export interface Condition {
  readonly IfNoneMatch?: '*';
  readonly IfMatch?: string;
}

/** One write, whichever way it is made sure that it hits what it expects. */
export interface Write<T> {
  readonly kind: WriteKind;
  readonly key: string;
  readonly expected: Expected;
  /** Makes the request, retries included. Throws `SyncError`. */
  readonly send: (condition: Condition) => Promise<T>;
  /** The result where what stands under the key is what this write was to bring about. */
  readonly resultIn: (head: ObjectHead | undefined) => T | undefined;
  /**
   * Whether that counts as success: always, or only once an answer was lost, since then it may be our own doing. What
   * somebody else wrote is for the caller to judge, who keeps a record of what was written from here.
   */
  readonly countsAsDone: () => boolean;
}

/** No object has it: a server that honours conditions refuses whatever demands it. */
const ETAG_OF_NOTHING = '"00000000000000000000000000000000"';

/**
 * Writes that go ahead only where the object is what was expected. Which way is found out with the first real write of
 * each kind, never with a key of its own: what users find is what they would have found anyway.
 */
export class ConditionalWrites {
  constructor(
    private readonly knowledge: ConditionKnowledge,
    private readonly head: (key: string) => Promise<ObjectHead | undefined>,
  ) {}

  /** Throws `changed-during-sync`, or what `send` threw. */
  perform<T>(write: Write<T>): Promise<T> {
    return rememberingUnanswered(write, (watched) => this.#perform(watched));
  }

  async #perform<T>(write: Write<T>): Promise<T> {
    switch (this.knowledge.protection[write.kind]) {
      case 'server':
        return this.#leaveItToServer(write);
      case 're-check':
        return this.#lookAndSend(write);
      case 'unknown':
        return this.knowledge.probe(
          write.kind,
          () => (write.kind === 'create' ? this.#probeCreate(write) : this.#probeMatch(write)),
          () => this.#perform(write),
        );
    }
  }

  /**
   * For requests whose conditions are ignored by servers that honour those of a PUT (Ceph 16 at the end of a multipart
   * upload): looks in any case, and sends the condition where it might help.
   */
  performLooking<T>(write: Write<T>): Promise<T> {
    return rememberingUnanswered(write, (watched) => this.#performLooking(watched));
  }

  async #performLooking<T>(write: Write<T>): Promise<T> {
    const done = await this.look(write);
    if (done !== undefined) return done;
    return this.knowledge.protection[write.kind] === 'server' ? this.#leaveItToServer(write) : write.send({});
  }

  /** The result where there is nothing to do. Throws `changed-during-sync` where the object is not as expected. */
  async look<T>(write: Omit<Write<T>, 'send'>): Promise<T | undefined> {
    const { key, expected } = write;
    const head = await this.head(key);
    if (isAsExpected(head, expected)) return undefined;
    const done = doneIn(head, write);
    if (done === undefined) throw changedInS3(key);
    return done;
  }

  async #lookAndSend<T>(write: Write<T>): Promise<T> {
    return (await this.look(write)) ?? write.send({});
  }

  async #leaveItToServer<T>(write: Write<T>): Promise<T> {
    const { expected, kind } = write;
    const condition = conditionOf(expected, this.knowledge.protection.etagQuotes);
    try {
      return await write.send(condition);
    } catch (error) {
      if (refusesConditions(error)) {
        const result = await this.#lookAndSend(write);
        await this.knowledge.learn(kind, 're-check');
        return result;
      }
      const verdict = await this.#judge(write, error);
      if (verdict !== 'misread') return verdict;
      const result = await write.send({});
      await this.knowledge.learn(kind, 're-check');
      return result;
    }
  }

  /**
   * What a refused condition means: our own write whose answer was lost, a change by somebody else (thrown), or a
   * server that takes the condition for something else, since the object is as it was.
   */
  async #judge<T>(write: Write<T>, error: unknown): Promise<T | 'misread'> {
    if (!isUnmet(error)) throw error;
    const { key, expected } = write;
    const head = await this.head(key);
    const done = doneIn(head, write);
    if (done !== undefined) return done;
    if (isUndecidedRace(error) || !isAsExpected(head, expected)) throw changedInS3(key, error);
    return 'misread';
  }

  /** A new object is written twice: the second time, with the same bytes, the condition must fail. */
  async #probeCreate<T>(write: Write<T>): Promise<T> {
    const done = await this.look(write);
    if (done !== undefined) return done;
    let result: T;
    try {
      result = await write.send({ IfNoneMatch: '*' });
    } catch (error) {
      const verdict = refusesConditions(error) ? 'misread' : await this.#judge(write, error);
      if (verdict !== 'misread') return verdict;
      result = await write.send({});
      await this.knowledge.learn('create', 're-check');
      return result;
    }
    try {
      if (write.resultIn(await this.head(write.key)) === undefined) return result;
      result = await write.send({ IfNoneMatch: '*' });
      await this.knowledge.learn('create', 're-check');
    } catch (error) {
      // Whatever else went wrong proves nothing, and fails nothing: the object is stored.
      if (isUnmet(error)) await this.knowledge.learn('create', 'server');
    }
    return result;
  }

  /** The write is first sent with an ETag that is wrong: a server that carries it out ignores conditions. */
  async #probeMatch<T>(write: Write<T>): Promise<T> {
    const { kind, expected } = write;
    const done = await this.look(write);
    if (done !== undefined) return done;
    try {
      const result = await write.send({ IfMatch: ETAG_OF_NOTHING });
      await this.knowledge.learn(kind, 're-check');
      return result;
    } catch (error) {
      if (!isUnmet(error) && !refusesConditions(error)) throw error;
      const forms = refusesConditions(error) ? [] : (['with', 'without'] as const);
      for (const etagQuotes of forms) {
        try {
          const result = await write.send(conditionOf(expected, etagQuotes));
          await this.knowledge.learn(kind, 'server', etagQuotes);
          return result;
        } catch (refusal) {
          const verdict = await this.#judge(write, refusal);
          if (verdict !== 'misread') return verdict;
        }
      }
      const result = await write.send({});
      await this.knowledge.learn(kind, 're-check');
      return result;
    }
  }
}

/** What is asked after a write that was not answered, to see what became of it, may fail as well. */
async function rememberingUnanswered<T>(
  write: Write<T>,
  perform: (watched: Write<T>) => Promise<T>,
): Promise<T> {
  const fate = { isUnanswered: false };
  const send: Write<T>['send'] = async (condition) => {
    try {
      return await write.send(condition);
    } catch (error) {
      fate.isUnanswered ||= error instanceof SyncError && error.data.unanswered === true;
      throw error;
    }
  };
  try {
    return await perform({ ...write, send });
  } catch (error) {
    throw fate.isUnanswered ? afterUnanswered(error) : error;
  }
}

const doneIn = <T>(head: ObjectHead | undefined, write: Omit<Write<T>, 'send'>): T | undefined =>
  write.countsAsDone() ? write.resultIn(head) : undefined;

function conditionOf(expected: Expected, quotes: Protection['etagQuotes']): Condition {
  if (expected === 'absent') return { IfNoneMatch: '*' };
  const etag = bareEtag(expected.etag);
  return { IfMatch: quotes === 'with' ? `"${etag}"` : etag };
}

/** A condition that did not hold; where it names an ETag and there is no object, some say “no such key”. */
const isUnmet = (error: unknown): boolean =>
  error instanceof SyncError && (error.code === 'changed-during-sync' || error.code === 'object-missing');
