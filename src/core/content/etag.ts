/**
 * One ETag in two spellings is one ETag (docs/sync-contract.md §9). Servers, and what stands between them and us, add the
 * mark of a weak one, leave out the quotes in one kind of answer, or write hex digits in capitals.
 */

/** Nothing but hex digits, and perhaps the number of parts: only there is case no difference. */
const HEX_ETAG = /^[0-9a-f]{32,}(?:-\d+)?$/i;

/** As nearly all servers spell it: one pass over it tells, where all that may stand around it takes several. */
const QUOTED_HEX_ETAG = /^"[0-9a-f-]+"$/;

/** What is between the quotes, as the server spells it: what a condition demands. */
export const bareEtag = (etag: string): string =>
  QUOTED_HEX_ETAG.test(etag)
    ? etag.slice(1, -1)
    : etag
        .replace(/^\s*W\//i, '')
        .replaceAll('"', '')
        .trim();

/** Whether it is that of an object which came in parts. */
export const isOfParts = (etag: string): boolean => /-\d+$/.test(bareEtag(etag));

/** Whether two ETags are of the same state of an object. One that is not there (`''`) is like no other. */
export function isSameEtag(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  // Longer than the quotes and the mark of one that says nothing: so it is with almost all that are compared.
  if (one === other && one.length > 4) return true;
  const token = tokenOf(one);
  return token !== '' && token === tokenOf(other);
}

function tokenOf(etag: string): string {
  const bare = bareEtag(etag);
  return HEX_ETAG.test(bare) ? bare.toLowerCase() : bare;
}
