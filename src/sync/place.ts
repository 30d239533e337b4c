/** The parts of a place in S3 as users give them. */

/** Whether it can be the name of a region, which becomes a label of a host's name (RFC 1123). */
export const isRegion = (text: string): boolean => /^(?!-)[a-zA-Z0-9-]{1,63}(?<!-)$/.test(text);

/**
 * An endpoint without the name of the bucket that stands in it, at the end of its path or in front of its host: dashboards
 * show it so. `undefined` where it does not.
 */
export function endpointWithoutBucket(endpoint: string, bucket: string): string | undefined {
  if (!URL.canParse(endpoint) || bucket === '') return undefined;
  const url = new URL(endpoint);
  const path = url.pathname.replace(/\/+$/, '');
  if (path.endsWith(`/${bucket}`)) url.pathname = path.slice(0, -bucket.length);
  else if (url.hostname.startsWith(`${bucket}.`)) url.hostname = url.hostname.slice(bucket.length + 1);
  else return undefined;
  return url.href.replace(/\/+$/, '');
}
