import type { Check, Protection } from './ports.js';

const WRITES: readonly (readonly [keyof Pick<Protection, 'create' | 'replace' | 'delete'>, string])[] = [
  ['create', 'new files'],
  ['replace', 'overwrites'],
  ['delete', 'deletions'],
];

/** “a, b and c” */
const LIST = new Intl.ListFormat('en-GB');

/** For the log: who makes sure that nothing is overwritten that changed a moment ago. `endpoint` is empty for AWS. */
export function protectionLine(endpoint: string, protection: Protection): string {
  const those = (check: Check): string =>
    LIST.format(WRITES.filter(([write]) => protection[write] === check).map(([, words]) => words));
  const place = endpoint === '' ? 'AWS S3' : endpoint;
  const form = protection.etagQuotes === 'without' ? ' (ETag without quotes)' : '';
  const [server, reCheck, unknown] = [those('server'), those('re-check'), those('unknown')];
  const parts = [
    server === '' ? '' : `${server} are checked by the server${form}`,
    reCheck === '' ? '' : `${reCheck} are looked at again just before the act`,
    unknown === '' ? '' : `${unknown} have not been tried yet`,
  ];
  return `${place}: ${parts.filter((part) => part !== '').join('; ')}`;
}
