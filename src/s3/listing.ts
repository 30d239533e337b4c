import { SyncError } from '../sync/errors.js';
import type { ObjectInfo } from '../sync/ports.js';
import type { ListingAnswer, ListingRequest, ListingStart } from './listingAnswer.js';
import type { ObjectRequests } from './objectRequests.js';
import type { S3Requests } from './s3Requests.js';

/** One page of a listing, checked and decoded. */
export interface ListingPage {
  readonly objects: readonly ObjectInfo[];
  /** With a delimiter: what keys were folded into, the prefix itself included in each. */
  readonly folders: readonly string[];
  /** The token that leads on from here; `undefined`: nothing follows. */
  readonly next: string | undefined;
}

/**
 * The pages under a prefix, one after the other. Deletions are decided by what a listing does not hold, so each page must
 * prove that it is whole. Throws `incomplete-listing`, or the error of the page that failed after its retries.
 */
export async function* listPages(
  requests: S3Requests,
  objects: ObjectRequests,
  { prefix, delimiter, ...start }: ListingRequest,
  signal: AbortSignal,
): AsyncGenerator<ListingPage> {
  const seenTokens = new Set<string>();
  let from: ListingStart = start;
  for (;;) {
    const listing = { prefix, delimiter, ...from };
    const answer = await requests.run(
      { action: 's3:ListBucket', key: prefix },
      (client, options) => objects.list(client, listing, options),
      signal,
    );
    const incomplete = (cause: string): SyncError =>
      new SyncError('incomplete-listing', { bucket: requests.bucket, file: prefix, cause });
    const page = readPage(answer, prefix, incomplete);
    yield page;
    const token = page.next;
    if (token === undefined) return;
    if (seenTokens.has(token)) throw incomplete('the pages go round in a circle');
    seenTokens.add(token);
    from = { token };
  }
}

function readPage(
  answer: ListingAnswer,
  prefix: string,
  incomplete: (cause: string) => SyncError,
): ListingPage {
  const { Contents = [], CommonPrefixes = [], KeyCount, IsTruncated, NextContinuationToken = '' } = answer;
  if (IsTruncated === undefined) throw incomplete('the page does not say whether more follows');
  if (IsTruncated && NextContinuationToken === '') {
    throw incomplete('the page says that more follows, but not where');
  }
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
    next: IsTruncated ? NextContinuationToken : undefined,
  };
}

/**
 * `encoding-type=url` is the form style: a space is `+`. `undefined` where it is not that. Names that need no decoding go
 * through it as well: what comes out is a text of its own, where what goes in keeps the whole page in memory.
 */
function decodeName(name: string, isEncoded: boolean): string | undefined {
  if (!isEncoded) return name;
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
