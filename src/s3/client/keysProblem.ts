import type { KeysProblem } from '../../core/errors.js';
import type { SigningKeys } from '../wire/signature.js';

/** The forms of access key ids and their secrets, from the documentation of their providers. */
const KEYS: readonly (readonly [id: RegExp, secret: RegExp])[] = [
  [/^(AKIA|ASIA)[A-Z2-7]{16}$/, /^[A-Za-z0-9/+]{40}$/],
  [/^[0-9a-f]{32}$/, /^[0-9a-f]{64}$/],
  [/^00[0-9a-f]{23}$/, /^K00[0-9][A-Za-z0-9+/]{27}$/],
  [/^user_[A-Za-z0-9]+$/, /^rps_[A-Za-z0-9]+$/],
  [/^DO[A-Z0-9]{18}$/, /^[A-Za-z0-9+/]{43}$/],
  [/^SCW[A-Z0-9]{17}$/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/],
  [/^tid_\w+$/, /^tsec_\w+$/],
  [/^GK[0-9a-f]{24}$/, /^[0-9a-f]{64}$/],
];

/** The visible problem of keys that a server refused; `undefined`: none is visible. */
export function suspectedProblemOf({
  accessKeyId,
  secretAccessKey,
  sessionToken,
}: SigningKeys): KeysProblem | undefined {
  const areSwapped = KEYS.some(([id, secret]) => id.test(secretAccessKey) && secret.test(accessKeyId));
  if (areSwapped) return 'swapped';
  return accessKeyId.startsWith('ASIA') && sessionToken === undefined ? 'no-token' : undefined;
}
