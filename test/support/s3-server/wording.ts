import type { Operation } from './operations.js';
import type { Personality } from './personality.js';
import type { Reply } from './http/reply.js';

/** The spelling of an ETag. */
export type EtagSpelling = 'quoted' | 'bare' | 'weak' | 'capitals' | 'absent';

/** The differences between answers of servers with the same meaning. */
export interface Wording {
  /** The spelling of ETags in the answers to some operations; default: in quotes. */
  readonly etags: Partial<Record<Operation, EtagSpelling>>;
  /** Omitted elements of a listing, and omitted lengths of HEAD and GET answers. */
  readonly leavesOut: readonly ('KeyCount' | 'Size' | 'LastModified' | 'length of HEAD' | 'length of GET')[];
  /** Whether booleans are written as `True` and `FALSE`, as by some libraries. */
  readonly capitalTruth: boolean;
}

export const PLAIN_WORDING: Wording = { etags: {}, leavesOut: [], capitalTruth: false };

/** The reply in the wording of the server's personality. */
export function worded(reply: Reply, operation: Operation, { wording }: Personality): Reply {
  const { etags, leavesOut, capitalTruth } = wording;
  const spelling = etags[operation] ?? 'quoted';
  const { etag, ...headers } = reply.headers ?? {};
  const respelled = etag === undefined || spelling === 'absent' ? {} : { etag: respell(etag, spelling) };
  const hidesLength =
    (operation === 'HeadObject' && leavesOut.includes('length of HEAD')) ||
    (operation === 'GetObject' && leavesOut.includes('length of GET'));
  return {
    ...reply,
    headers: { ...headers, ...respelled },
    hidesLength,
    ...(typeof reply.body === 'string' && {
      body: wordedDocument(reply.body, spelling, leavesOut, capitalTruth),
    }),
  };
}

function wordedDocument(
  document: string,
  spelling: EtagSpelling,
  leavesOut: Wording['leavesOut'],
  capitalTruth: boolean,
): string {
  let text = document;
  if (spelling !== 'quoted') {
    text = text.replace(/<ETag>&quot;(.*?)&quot;<\/ETag>/g, (_, etag: string) =>
      spelling === 'absent' ? '' : `<ETag>${respell(`&quot;${etag}&quot;`, spelling)}</ETag>`,
    );
  }
  for (const element of leavesOut) {
    if (!element.includes(' ')) text = text.replace(new RegExp(`<${element}>.*?</${element}>`, 'g'), '');
  }
  return capitalTruth ? text.replace(/>(true|false)</g, (all) => all.toUpperCase()) : text;
}

/** Spells an ETag. `etag`: in quotes, as in a header or a document. */
function respell(etag: string, spelling: Exclude<EtagSpelling, 'absent'>): string {
  switch (spelling) {
    case 'quoted':
      return etag;
    case 'bare':
      return etag.replaceAll(/"|&quot;/g, '');
    case 'weak':
      return `W/${etag}`;
    case 'capitals':
      return etag.replace(/[0-9a-f]{32}/, (hex) => hex.toUpperCase());
  }
}
