/** Longer than what servers say, and short enough for a message. Characters. */
const LIMIT = 200;

/** The values that follow these words are secrets. */
const SECRETS = /\b([\w-]*(?:secret|token|password|passwd)[\w-]*["']?\s*[=:]\s*)["']?[^\s"']+["']?/gi;

/**
 * The words of a server, or of a program that supplies keys, for a message to quote: one line, cut, without secrets.
 * `undefined` where there are no words, or none that say more than `code` does: `Access Denied`.
 */
export function serverWords(text: string | undefined, code = ''): string | undefined {
  const words = (text ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replace(/\/\/[^/@\s]*@/g, '//')
    .replace(SECRETS, '$1…')
    .trim();
  if (words === '' || lettersOf(words) === lettersOf(code) || /^(Unknown)?Error$/.test(words))
    return undefined;
  return words.length > LIMIT ? `${words.slice(0, LIMIT).trimEnd()}…` : words;
}

const lettersOf = (text: string): string => text.replace(/\P{L}/gu, '').toLowerCase();
