import { contradicts, isContentOf } from '../../core/content/content.js';
import type { Expected, ObjectHead, UploadInfo } from '../../core/ports/ports.js';
import type { Condition, Write } from './conditionalWrites.js';

interface Stored {
  readonly etag: string;
}

/** An upload as a conditional write, which recognises its own bytes once one of its answers was lost. */
export class UploadWrite implements Omit<Write<Stored>, 'send'> {
  #answerWasLost = false;

  constructor(
    readonly key: string,
    private readonly info: UploadInfo,
    readonly expected: Expected,
  ) {}

  get kind(): 'create' | 'replace' {
    return this.expected === 'absent' ? 'create' : 'replace';
  }

  readonly resultIn = (head: ObjectHead | undefined): Stored | undefined =>
    head?.size === this.info.size && isContentOf(this.info, head) ? { etag: head.etag } : undefined;

  /** Whether nothing that is said of an object speaks against that. */
  mayHaveLeft(head: ObjectHead): boolean {
    return head.size === this.info.size && !contradicts(this.info, head);
  }

  readonly countsAsDone = (): boolean => this.#answerWasLost;

  sentBy(send: (condition: Condition, answerWasLost: () => void) => Promise<Stored>): Write<Stored> {
    const { key, kind, expected, resultIn, countsAsDone } = this;
    const answerWasLost = (): void => {
      this.#answerWasLost = true;
    };
    return {
      key,
      kind,
      expected,
      resultIn,
      countsAsDone,
      send: (condition) => send(condition, answerWasLost),
    };
  }
}
