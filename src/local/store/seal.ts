import { createHmac } from 'node:crypto';
import { userSecret } from './userSecret.js';

/**
 * A seal proves that this user wrote a text on this machine (docs/sync-contract.md §8). It is the last field of a JSON
 * object, `"seal"`: 132 bits of an HMAC-SHA256 of the text before it.
 */

/** A seal of one kind is not valid for another. */
export type SealKind = 'journal' | 'manifest' | 'report' | 'server facts';

const SEAL_LENGTH = 22;
const SEAL_FIELD = ',"seal":"';
const SEAL_TAIL = '"}';
const SEAL_FIELD_LENGTH = SEAL_FIELD.length + SEAL_LENGTH + SEAL_TAIL.length;

/** Computes the seal of a text that comes in pieces. */
export class Sealing {
  readonly #hmac: ReturnType<typeof createHmac>;

  /** `follows`: as in `seal`. */
  constructor(kind: SealKind, follows = '') {
    this.#hmac = createHmac('sha256', userSecret().key).update(`${kind}\n${follows}\n`);
  }

  update(piece: string): void {
    this.#hmac.update(piece);
  }

  /** What replaces the last brace of the text. */
  end(): string {
    return SEAL_FIELD + this.seal() + SEAL_TAIL;
  }

  seal(): string {
    return this.#hmac.digest('base64url').slice(0, SEAL_LENGTH);
  }
}

/**
 * Seals the text of a JSON object with at least one field. `follows`: the seal of the text before it, where the text
 * belongs to a sequence whose order the seals prove.
 */
export function seal(
  kind: SealKind,
  text: string,
  follows = '',
): { readonly text: string; readonly seal: string } {
  const body = text.slice(0, -1);
  const made = sealOf(kind, body, follows);
  return { text: body + SEAL_FIELD + made + SEAL_TAIL, seal: made };
}

/** The seal of a text where it is ours and follows `follows`; otherwise `undefined`. */
export function sealIn(kind: SealKind, text: string, follows = ''): string | undefined {
  const at = sealPosition(text);
  if (at === undefined) return undefined;
  const claimed = text.slice(at + SEAL_FIELD.length, -SEAL_TAIL.length);
  return sealOf(kind, text.slice(0, at), follows) === claimed ? claimed : undefined;
}

/** The position of the seal's field; `undefined` where a text has none. */
export function sealPosition(text: string): number | undefined {
  const at = text.length - SEAL_FIELD_LENGTH;
  return at > 0 && text.startsWith(SEAL_FIELD, at) && text.endsWith(SEAL_TAIL) ? at : undefined;
}

function sealOf(kind: SealKind, body: string, follows: string): string {
  const sealing = new Sealing(kind, follows);
  sealing.update(body);
  return sealing.seal();
}
