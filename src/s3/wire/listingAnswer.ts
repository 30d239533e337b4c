import { decoded, readXml } from './xml.js';

/** A page has at most 1,000 names of 1,024 bytes, and encoding makes them three times as long. Bytes. */
export const LISTING_LIMIT = 16 * 1024 * 1024;

/**
 * One page of a listing as the server sent it. Names are encoded as `encoding` says. `undefined`: the page does not
 * say it.
 */
export interface ListingAnswer {
  readonly objects: readonly ListedRow[];
  /** With a delimiter: the common prefixes of keys. */
  readonly folders: readonly (string | undefined)[];
  /** The number of names that the page announces. */
  readonly count?: number | undefined;
  readonly isTruncated?: boolean | undefined;
  readonly nextToken?: string | undefined;
  /** `url`, in any case. */
  readonly encoding?: string | undefined;
}

interface ListedRow {
  readonly key?: string | undefined;
  /** Bytes. */
  readonly size?: number | undefined;
  readonly etag?: string | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads the document of a page: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html. Elements that
 * it lacks are missing in the answer too. Throws where it is not XML, or a value cannot be read.
 */
export function readListing(document: string): ListingAnswer {
  const objects: ListedRow[] = [];
  const folders: (string | undefined)[] = [];
  const page: Mutable<ListingAnswer> = { objects, folders };
  let object: Mutable<ListedRow> = {};
  let folder: string | undefined;
  readXml(document, (name, depth, text, parent) => {
    if (depth === 2 && parent === 'Contents') {
      if (name === 'Key') object.key = decoded(text);
      else if (name === 'Size' && text !== '') object.size = numberIn(text);
      else if (name === 'ETag') object.etag = decoded(text);
    } else if (depth === 2 && parent === 'CommonPrefixes') {
      if (name === 'Prefix') folder = decoded(text);
    } else if (depth === 1) {
      switch (name) {
        case 'Contents':
          objects.push(object);
          object = {};
          break;
        case 'CommonPrefixes':
          folders.push(folder);
          folder = undefined;
          break;
        case 'KeyCount':
          if (text !== '') page.count = numberIn(text);
          break;
        case 'IsTruncated':
          page.isTruncated = truthIn(text);
          break;
        case 'NextContinuationToken':
          page.nextToken = decoded(text);
          break;
        case 'EncodingType':
          page.encoding = text;
          break;
      }
    }
  });
  return page;
}

function numberIn(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Error(`“${text}” is not a number`);
  return Number(text);
}

function truthIn(text: string): boolean {
  const word = text.trim().toLowerCase();
  if (word !== 'true' && word !== 'false') throw new Error(`“${text}” is neither true nor false`);
  return word === 'true';
}
