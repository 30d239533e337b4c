import type { Check, Protection } from '../../core/ports/objectStore.js';

const WRITE_KINDS: readonly (readonly [keyof Pick<Protection, 'create' | 'replace' | 'delete'>, string])[] = [
  ['create', 'new files'],
  ['replace', 'overwrites'],
  ['delete', 'deletions'],
];

/**
 * A server other than AWS is only known to refuse the second of two successive writes: some (OpenStack Swift 2.38, Ceph
 * 20 with versions) accept both when they arrive at once, and no probe could show that without useless writes.
 */
const ONE_AFTER_THE_OTHER = ', one after the other';

/** For the log: how the endpoint avoids overwriting a recent change. `endpoint` is empty for AWS. */
export function protectionLine(endpoint: string, protection: Protection): string {
  const those = (check: Check): string =>
    listOf(WRITE_KINDS.filter(([write]) => protection[write] === check).map(([, words]) => words));
  const place = endpoint === '' ? 'AWS S3' : endpoint;
  const form = protection.etagQuotes === 'without' ? ' (ETag without quotes)' : '';
  const [server, reCheck, unknown] = [those('server'), those('re-check'), those('unknown')];
  const parts = [
    server === ''
      ? ''
      : `${server} are checked by the server${endpoint === '' ? '' : ONE_AFTER_THE_OTHER}${form}`,
    reCheck === '' ? '' : `${reCheck} are looked at again just before the act`,
    unknown === '' ? '' : `${unknown} have not been tried yet`,
  ];
  return `${place}: ${parts.filter((part) => part !== '').join('; ')}`;
}

/** “a, b and c”. (`Intl.ListFormat` does the same, but takes 14 ms to construct, in each run that does anything.) */
function listOf(words: readonly string[]): string {
  const [last = ''] = words.slice(-1);
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
