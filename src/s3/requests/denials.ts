import type { RequestPurpose } from './requestPurpose.js';

/** So many in a row are more than one file's matter: before anything of the kind was granted, and afterwards. */
const IN_A_ROW = 4;
const IN_A_ROW_OF_WHAT_WAS_GRANTED = 12;

/** The requests of one kind: those that need the same right. */
interface Requests {
  readonly underWay: Set<Promise<unknown>>;
  granted: number;
  deniedInARow: number;
  lastGranted: string | undefined;
  judging: Promise<boolean> | undefined;
}

/**
 * Tells what is denied of one object from what is denied of all: servers say the same of both. An object may be another
 * account's, or kept by a rule for its prefix, while all others are granted.
 */
export class Denials {
  readonly #byAction = new Map<string, Requests>();

  /** `isStillGranted` asks for what was granted last once more; `false` of a write, which cannot be tried. */
  constructor(private readonly isStillGranted: (action: string, key: string) => Promise<boolean>) {}

  /** Counts a request, which may be granted. */
  async watch<T>({ action, key }: RequestPurpose, request: Promise<T>): Promise<T> {
    const requests = this.#of(action);
    requests.underWay.add(request);
    try {
      const answer = await request;
      requests.granted += 1;
      requests.deniedInARow = 0;
      requests.lastGranted = key;
      return answer;
    } finally {
      requests.underWay.delete(request);
    }
  }

  /** Counts a request that was denied: whether all others of its kind will be. Waits for those that are under way. */
  concernAll({ action, key }: RequestPurpose): Promise<boolean> {
    // What a listing is denied is no object's to begin with: it says so itself.
    if (key === undefined || action === 's3:ListBucket') return Promise.resolve(false);
    const requests = this.#of(action);
    requests.deniedInARow += 1;
    const limit = requests.granted === 0 ? IN_A_ROW : IN_A_ROW_OF_WHAT_WAS_GRANTED;
    if (requests.deniedInARow < limit) return Promise.resolve(false);
    requests.judging ??= this.#judge(action, requests).finally(() => (requests.judging = undefined));
    return requests.judging;
  }

  async #judge(action: string, requests: Requests): Promise<boolean> {
    const { granted, lastGranted } = requests;
    await Promise.allSettled([...requests.underWay]);
    if (requests.granted > granted) return false;
    if (lastGranted === undefined || !(await this.isStillGranted(action, lastGranted))) return true;
    requests.deniedInARow = 0;
    return false;
  }

  #of(action: string): Requests {
    let requests = this.#byAction.get(action);
    if (requests === undefined) {
      requests = {
        underWay: new Set(),
        granted: 0,
        deniedInARow: 0,
        lastGranted: undefined,
        judging: undefined,
      };
      this.#byAction.set(action, requests);
    }
    return requests;
  }
}
