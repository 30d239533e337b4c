import { createHmac } from 'node:crypto';
import { userSecret } from './userSecret.js';

/**
 * Seals prove that this user wrote a text on this machine (docs/sync-contract.md §8): the last field of a JSON object,
 * `"seal"`, an HMAC-SHA256 of what stands before it, of which 132 bits are kept.
 */

/** A seal of one kind says nothing in the place of another. */
export type SealKind = 'journal' | 'manifest' | 'server facts';

const SEAL_LENGTH = 22;
const SEAL_FIELD = ',"seal":"';
const SEAL_TAIL = '"}';
const SEAL_FIELD_LENGTH = SEAL_FIELD.length + SEAL_LENGTH + SEAL_TAIL.length;

/** A seal in the making, of a text that comes in pieces. */
export class Sealing {
  readonly #hmac: ReturnType<typeof createHmac>;

  /** `follows`: as of `seal`. */
  constructor(kind: SealKind, follows = '') {
    this.#hmac = createHmac('sha256', userSecret().key).update(`${kind}\n${follows}\n`);
  }

  update(piece: string): void {
    this.#hmac.update(piece);
  }

  /** What is put in the place of the text's last brace. */
  end(): string {
    return SEAL_FIELD + this.seal() + SEAL_TAIL;
  }

  seal(): string {
    return this.#hmac.digest('base64url').slice(0, SEAL_LENGTH);
  }
}

/**
 * The text of a JSON object that has a field at least, with its seal. `follows`: the seal of the text before it, where
 * it is one of a row that can only be believed in its order.
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

/** The seal of a text, where it is ours and follows that one; else `undefined`. */
export function sealIn(kind: SealKind, text: string, follows = ''): string | undefined {
  const at = sealPosition(text);
  if (at === undefined) return undefined;
  const claimed = text.slice(at + SEAL_FIELD.length, -SEAL_TAIL.length);
  return sealOf(kind, text.slice(0, at), follows) === claimed ? claimed : undefined;
}

/** Where the seal's field begins; `undefined` where a text has none. */
export function sealPosition(text: string): number | undefined {
  const at = text.length - SEAL_FIELD_LENGTH;
  return at > 0 && text.startsWith(SEAL_FIELD, at) && text.endsWith(SEAL_TAIL) ? at : undefined;
}

function sealOf(kind: SealKind, body: string, follows: string): string {
  const sealing = new Sealing(kind, follows);
  sealing.update(body);
  return sealing.seal();
}
