/** Longer than what servers say, shorter than what a message can hold. Characters. */
const LIMIT = 200;

/** What stands behind these words is a secret. */
const SECRETS = /\b([\w-]*(?:secret|token|password|passwd)[\w-]*["']?\s*[=:]\s*)["']?[^\s"']+["']?/gi;

/**
 * What a server, or a program that gives keys, said, for a sentence to quote: one line, cut, without what could be a
 * secret. `undefined` where there are no words, or none that say more than `code`: `Access Denied`.
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
