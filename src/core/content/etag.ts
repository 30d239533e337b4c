/**
 * One ETag in two spellings is one ETag (docs/sync-contract.md §9). Servers and proxies add the mark of a weak ETag,
 * leave out the quotes in one kind of answer, or write hex digits in capitals.
 */

/** Hex digits and, optionally, the number of parts: the only form in which case does not matter. */
const HEX_ETAG = /^[0-9a-f]{32,}(?:-\d+)?$/i;

/** The spelling of nearly all servers: one match is enough, where the other spellings take several. */
const QUOTED_HEX_ETAG = /^"[0-9a-f-]+"$/;

/** The text between the quotes, as the server spells it: conditional requests send this. */
export const bareEtag = (etag: string): string =>
  QUOTED_HEX_ETAG.test(etag)
    ? etag.slice(1, -1)
    : etag
        .replace(/^\s*W\//i, '')
        .replaceAll('"', '')
        .trim();

/** Whether it is the ETag of a multipart upload. */
export const isOfParts = (etag: string): boolean => /-\d+$/.test(bareEtag(etag));

/** Whether two ETags stand for the same state of an object. An absent ETag (`''`) equals no other. */
export function isSameEtag(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  // Longer than quotes and a weak mark around nothing. Almost all compared ETags end here.
  if (one === other && one.length > 4) return true;
  const token = tokenOf(one);
  return token !== '' && token === tokenOf(other);
}

function tokenOf(etag: string): string {
  const bare = bareEtag(etag);
  return HEX_ETAG.test(bare) ? bare.toLowerCase() : bare;
}
