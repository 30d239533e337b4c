import type { Order } from './store/keyOrder.js';
import type { Operation } from './operations.js';
import { PLAIN_WORDING, type Wording } from './wording.js';

/** How a server treats the condition of a request. */
export type Treatment =
  | 'honoured'
  /** Honoured, but an ETag in quotes never matches. */
  | 'unquoted-only'
  /** Ignored, as if it were absent. */
  | 'ignored'
  /** Answered with 501. */
  | 'refused'
  /** The condition never holds. */
  | 'never-holds';

/** How a server treats each condition. */
export interface Conditions {
  readonly putIfNoneMatch: Treatment;
  readonly putIfMatch: Treatment;
  readonly deleteIfMatch: Treatment;
  /** Both conditions of CompleteMultipartUpload. */
  readonly complete: Treatment;
  /** Both conditions on the source of a copy. */
  readonly copySource: Treatment;
}

/** The ways in which S3 servers differ. */
export interface Personality {
  /** `kms`: objects are encrypted with a key service, so ETags are not an MD5. */
  readonly etags: 'md5' | 'kms';
  /** ETags of multipart objects: the MD5 of the parts' MD5s with the number of parts, or an opaque text. */
  readonly multipartEtags: 'md5-of-md5s' | 'opaque';
  readonly emptyCompleteEtag: boolean;
  /** Whether a copy has the ETag of its source, even of a multipart source, and reports it without quotes. */
  readonly copyKeepsEtag: boolean;
  /** Whether listings show the MD5 of a copy of a multipart object, not its ETag (OpenStack Swift's s3api 2.38). */
  readonly listsCopiesByMd5: boolean;
  /** The answer to a request that is signed for another region. */
  readonly wrongRegion: 'accept' | 'redirect' | 'malformed';
  readonly conditions: Conditions;
  /** Overrides of `conditions` for buckets that keep versions. */
  readonly conditionsWithVersions?: Partial<Conditions>;
  /** `always`: every bucket keeps versions. */
  readonly versioning: 'offered' | 'always';
  /**
   * What happens to a version with an id when a newer one replaces it: it is kept, kept until the object is deleted, or
   * removed at once. A request for a removed version gets an error (`gone`) or the newest version.
   */
  readonly formerVersions: 'kept' | 'kept-until-deleted' | 'gone' | 'taken-for-the-newest';
  /** Whether a copy is complete, lacks its last byte, or has wrong bytes; all are answered with 200. */
  readonly copies: 'whole' | 'cut-short' | 'spoilt';
  /** The largest object that can be copied in one request. Bytes. */
  readonly largestCopy: number;
  /** Operations that are answered with 501. */
  readonly lacks: readonly Operation[];
  /** Headers that are answered with 501. */
  readonly lacksHeaders: readonly RegExp[];
  /** How bodies in signed chunks or with trailers are answered. */
  readonly chunkedBodies: 'accepted' | 'length-required' | 'not-implemented';
  /** Whether a DeleteObjects without Content-MD5 is refused. */
  readonly wantsContentMd5: boolean;
  readonly emptyErrorMessages: boolean;
  /** Maximum number of names on one page of a listing. */
  readonly pageSize: number;
  /** The `start-after` of a listing: it is honoured, the listing begins at the first key anyway, or it gets a 501. */
  readonly startAfter: Extract<Treatment, 'honoured' | 'ignored' | 'refused'>;
  /** The order of names in a listing, which also applies to its tokens and `start-after`. */
  readonly listingOrder: Order;
  /**
   * What happens to a write if another write to the same key has ended in the meantime: it succeeds in turn, or is
   * answered with 409 and this code (Ceph 20, AWS).
   */
  readonly overlappingWrites: 'in-turn' | 'ConcurrentModification' | 'OperationAborted';
  readonly wording: Wording;
  /** Whether conditions of a copy on a multipart source never hold (OpenStack Swift's s3api 2.38). */
  readonly refusesConditionsOfParts: boolean;
  /** Whether requests for missing objects are denied, whatever the rights (Ceph 16 with a right bound to a prefix). */
  readonly deniesMissing: boolean;
}

const everyCondition = (treatment: Treatment): Conditions => ({
  putIfNoneMatch: treatment,
  putIfMatch: treatment,
  deleteIfMatch: treatment,
  complete: treatment,
  copySource: treatment,
});

const AWS: Personality = {
  etags: 'md5',
  multipartEtags: 'md5-of-md5s',
  emptyCompleteEtag: false,
  copyKeepsEtag: false,
  listsCopiesByMd5: false,
  wrongRegion: 'accept',
  conditions: everyCondition('honoured'),
  versioning: 'offered',
  formerVersions: 'kept',
  copies: 'whole',
  largestCopy: 5 * 1024 ** 3,
  lacks: [],
  lacksHeaders: [],
  chunkedBodies: 'accepted',
  wantsContentMd5: false,
  emptyErrorMessages: false,
  pageSize: 1000,
  startAfter: 'honoured',
  listingOrder: 'bytes',
  overlappingWrites: 'in-turn',
  wording: PLAIN_WORDING,
  refusesConditionsOfParts: false,
  deniesMissing: false,
};

/** Known servers. Unknown properties of a server are assumed at their worst. */
export const PERSONALITIES = {
  aws: AWS,

  /** Measured against RADOS Gateway 16.2. */
  ceph16: {
    ...AWS,
    emptyCompleteEtag: true,
    copyKeepsEtag: true,
    conditions: {
      putIfNoneMatch: 'honoured',
      putIfMatch: 'unquoted-only',
      deleteIfMatch: 'ignored',
      complete: 'ignored',
      copySource: 'ignored',
    },
    conditionsWithVersions: { putIfNoneMatch: 'ignored', putIfMatch: 'never-holds' },
    chunkedBodies: 'length-required',
    emptyErrorMessages: true,
  },

  /** Cloudflare R2. */
  r2: {
    ...AWS,
    multipartEtags: 'opaque',
    conditions: { ...AWS.conditions, deleteIfMatch: 'ignored', complete: 'ignored' },
    lacks: ['GetBucketVersioning', 'PutBucketVersioning', 'ListObjectVersions'],
    lacksHeaders: [
      /^x-amz-(acl|tagging|grant-|object-lock-|server-side-encryption-aws|sdk-checksum-|trailer)/,
    ],
    chunkedBodies: 'not-implemented',
  },

  /** Backblaze B2. */
  b2: {
    ...AWS,
    conditions: { ...everyCondition('refused'), copySource: 'honoured' },
    versioning: 'always',
    lacksHeaders: [/^x-amz-(sdk-checksum-|checksum-|trailer|tagging)/],
    chunkedBodies: 'not-implemented',
  },

  /** Google Cloud Storage, through its S3 interface. */
  gcs: {
    ...AWS,
    multipartEtags: 'opaque',
    conditions: everyCondition('ignored'),
    lacks: ['DeleteObjects'],
    chunkedBodies: 'not-implemented',
  },

  /** MinIO before it supported conditional writes and trailing checksums. */
  oldMinio: {
    ...AWS,
    conditions: { ...everyCondition('ignored'), copySource: 'honoured' },
    chunkedBodies: 'not-implemented',
    wantsContentMd5: true,
  },
} as const satisfies Record<string, Personality>;

export type PersonalityName = keyof typeof PERSONALITIES;

/** A known server, or one like AWS with some differences. */
export function personalityOf(given: PersonalityName | Partial<Personality>): Personality {
  return typeof given === 'string' ? PERSONALITIES[given] : { ...AWS, ...given };
}
