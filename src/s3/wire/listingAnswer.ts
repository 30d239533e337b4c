import { decoded, readXml } from './xml.js';

/** A page has 1,000 names at most, of 1,024 bytes, which encoding makes three times as long. Bytes. */
export const LISTING_LIMIT = 16 * 1024 * 1024;

/** Where a listing begins, or a page of it; without both: at the first key. */
export interface ListingStart {
  /** Of the page before. */
  readonly token?: string | undefined;
  /** The first key is the one that follows this one, whether that is there or not. */
  readonly startAfter?: string | undefined;
}

/** What is asked of a listing. */
export interface ListingRequest extends ListingStart {
  readonly prefix: string;
  readonly delimiter?: '/' | undefined;
}

/** One page of a listing as the server gave it, in the words of the SDK. Names are encoded as `EncodingType` says. */
export interface ListingAnswer {
  readonly Contents?: readonly ListedObject[] | undefined;
  readonly CommonPrefixes?: readonly { readonly Prefix?: string | undefined }[] | undefined;
  readonly KeyCount?: number | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly NextContinuationToken?: string | undefined;
  readonly EncodingType?: string | undefined;
}

interface ListedObject {
  readonly Key?: string | undefined;
  readonly Size?: number | undefined;
  readonly ETag?: string | undefined;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads the document of a page: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html. What it leaves out
 * is left out of the answer. Throws where it is no document, or says what cannot be read.
 */
export function readListing(document: string): ListingAnswer {
  const objects: ListedObject[] = [];
  const folders: { Prefix?: string }[] = [];
  const page: Mutable<ListingAnswer> = { Contents: objects, CommonPrefixes: folders };
  let object: Mutable<ListedObject> = {};
  let folder: { Prefix?: string } = {};
  readXml(document, (name, depth, text, parent) => {
    if (depth === 2 && parent === 'Contents') {
      if (name === 'Key') object.Key = decoded(text);
      else if (name === 'Size' && text !== '') object.Size = numberIn(text);
      else if (name === 'ETag') object.ETag = decoded(text);
    } else if (depth === 2 && parent === 'CommonPrefixes') {
      if (name === 'Prefix') folder.Prefix = decoded(text);
    } else if (depth === 1) {
      switch (name) {
        case 'Contents':
          objects.push(object);
          object = {};
          break;
        case 'CommonPrefixes':
          folders.push(folder);
          folder = {};
          break;
        case 'KeyCount':
          if (text !== '') page.KeyCount = numberIn(text);
          break;
        case 'IsTruncated':
          page.IsTruncated = truthIn(text);
          break;
        case 'NextContinuationToken':
          page.NextContinuationToken = decoded(text);
          break;
        case 'EncodingType':
          page.EncodingType = text;
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
