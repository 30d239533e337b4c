import { SyncError } from '../sync/errors.js';
import type { ObjectInfo } from '../sync/ports.js';
import type { ListingAnswer } from './listingAnswer.js';
import type { ObjectRequests } from './objectRequests.js';
import type { S3Requests } from './s3Requests.js';

/** One page of a listing, checked and decoded. */
export interface ListingPage {
  readonly objects: readonly ObjectInfo[];
  /** With a delimiter: what keys were folded into, the prefix itself included in each. */
  readonly folders: readonly string[];
}

/**
 * The pages under a prefix. Deletions are decided by what a listing does not hold, so each page must prove that it is
 * whole. Throws `incomplete-listing`, or the error of the page that failed after its retries.
 */
export async function* listPages(
  requests: S3Requests,
  objects: ObjectRequests,
  { prefix, delimiter }: { prefix: string; delimiter?: '/' },
  signal: AbortSignal,
): AsyncGenerator<ListingPage> {
  const seenTokens = new Set<string>();
  let token: string | undefined;
  do {
    const listing = { prefix, delimiter, token };
    const answer = await requests.run(
      { action: 's3:ListBucket', key: prefix },
      (client, options) => objects.list(client, listing, options),
      signal,
    );
    const incomplete = (cause: string): SyncError =>
      new SyncError('incomplete-listing', { bucket: requests.bucket, file: prefix, cause });
    yield readPage(answer, prefix, incomplete);
    token = answer.IsTruncated === true ? answer.NextContinuationToken : undefined;
    if (answer.IsTruncated === true && (token === undefined || token === '')) {
      throw incomplete('the page says that more follows, but not where');
    }
    if (token !== undefined && seenTokens.has(token)) throw incomplete('the pages go round in a circle');
    if (token !== undefined) seenTokens.add(token);
  } while (token !== undefined);
}

function readPage(
  answer: ListingAnswer,
  prefix: string,
  incomplete: (cause: string) => SyncError,
): ListingPage {
  const { Contents = [], CommonPrefixes = [], KeyCount, IsTruncated } = answer;
  if (IsTruncated === undefined) throw incomplete('the page does not say whether more follows');
  const count = Contents.length + CommonPrefixes.length;
  if (KeyCount !== count) throw incomplete(`the page announces ${String(KeyCount)} names and holds ${count}`);
  const nameOf = (encoded: string | undefined): string => {
    const name = encoded === undefined ? undefined : decodeName(encoded, answer.EncodingType === 'url');
    if (name?.startsWith(prefix) !== true) throw incomplete(`“${encoded ?? ''}” is not under “${prefix}”`);
    return name;
  };
  return {
    objects: Contents.map(({ Key, Size, ETag }) => {
      if (Size === undefined) throw incomplete(`“${Key ?? ''}” has no size`);
      return { key: nameOf(Key), size: Size, etag: ETag ?? '' };
    }),
    folders: CommonPrefixes.map(({ Prefix }) => nameOf(Prefix)),
  };
}

/** `encoding-type=url` is the form style: a space is `+`. `undefined` where it is not that. */
function decodeName(name: string, isEncoded: boolean): string | undefined {
  if (!isEncoded) return name;
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
