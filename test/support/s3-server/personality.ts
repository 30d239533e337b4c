import type { Order } from './keyOrder.js';
import type { Operation } from './operations.js';
import { PLAIN_WORDING, type Wording } from './wording.js';

/** What a server does with a condition that a request carries. */
export type Treatment =
  | 'honoured'
  /** Honoured, but an ETag in quotes is none that it knows. */
  | 'unquoted-only'
  /** As if it were not there. */
  | 'ignored'
  /** 501. */
  | 'refused'
  /** Whatever it says, it never holds. */
  | 'never-holds';

/** The conditions that servers treat differently, by where they are found. */
export interface Conditions {
  readonly putIfNoneMatch: Treatment;
  readonly putIfMatch: Treatment;
  readonly deleteIfMatch: Treatment;
  /** Both kinds, of CompleteMultipartUpload. */
  readonly complete: Treatment;
  /** Both kinds, about the source of a copy. */
  readonly copySource: Treatment;
}

/** Ways in which servers of this protocol differ. */
export interface Personality {
  /** `kms`: objects are encrypted with a key service, so that ETags are no MD5. */
  readonly etags: 'md5' | 'kms';
  /** Those of objects that came in parts: the MD5 of the parts' MD5s and their number, or nothing that means anything. */
  readonly multipartEtags: 'md5-of-md5s' | 'opaque';
  readonly emptyCompleteEtag: boolean;
  /** A copy has the ETag of its source, even where that came in parts, and tells it without quotes. */
  readonly copyKeepsEtag: boolean;
  /** A listing tells the MD5 of a copy of what came in parts, whatever ETag it has elsewhere (OpenStack Swift's s3api 2.38). */
  readonly listsCopiesByMd5: boolean;
  /** What happens to a request that is signed for another region. */
  readonly wrongRegion: 'accept' | 'redirect' | 'malformed';
  readonly conditions: Conditions;
  /** Where a bucket keeps versions, these instead. */
  readonly conditionsWithVersions?: Partial<Conditions>;
  /** `always`: no bucket is without. */
  readonly versioning: 'offered' | 'always';
  /**
   * What becomes of versions that are numbered, once another takes their place: kept, kept only until the object is
   * deleted, or gone at once; then whoever asks for one by its id is told so, or given what is there now.
   */
  readonly formerVersions: 'kept' | 'kept-until-deleted' | 'gone' | 'taken-for-the-newest';
  /** Whether a copy holds what its source does, lacks its last byte, or holds other bytes; all are answered with 200. */
  readonly copies: 'whole' | 'cut-short' | 'spoilt';
  /** What is larger cannot be copied in one request. Bytes. */
  readonly largestCopy: number;
  /** Answered with 501. */
  readonly lacks: readonly Operation[];
  /** Headers that are answered with 501. */
  readonly lacksHeaders: readonly RegExp[];
  /** Bodies in signed chunks or with trailers. */
  readonly chunkedBodies: 'accepted' | 'length-required' | 'not-implemented';
  /** A DeleteObjects without it is refused. */
  readonly wantsContentMd5: boolean;
  readonly emptyErrorMessages: boolean;
  /** Names on one page of a listing, whatever more is asked for. */
  readonly pageSize: number;
  /** Of a listing: it begins there, at the first key all the same, or is answered with 501. */
  readonly startAfter: Extract<Treatment, 'honoured' | 'ignored' | 'refused'>;
  /** Of the names in a listing, and of what its tokens and `start-after` count by. */
  readonly listingOrder: Order;
  /**
   * What becomes of a write while which another to the same key has ended: it is taken in its turn, or answered with 409
   * and this code (Ceph 20, AWS).
   */
  readonly overlappingWrites: 'in-turn' | 'ConcurrentModification' | 'OperationAborted';
  readonly wording: Wording;
  /** Whatever a copy demands of a source that came in parts, it does not hold (OpenStack Swift's s3api 2.38). */
  readonly refusesConditionsOfParts: boolean;
  /** Who asks for an object that is not there is denied, whatever the rights (Ceph 16 with a right that is bound to a prefix). */
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

/** Known servers; what is not known of one is taken at its worst. */
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

  /** Google Cloud Storage, spoken to as S3. */
  gcs: {
    ...AWS,
    multipartEtags: 'opaque',
    conditions: everyCondition('ignored'),
    lacks: ['DeleteObjects'],
    chunkedBodies: 'not-implemented',
  },

  /** MinIO before it knew conditional writes and trailing checksums. */
  oldMinio: {
    ...AWS,
    conditions: { ...everyCondition('ignored'), copySource: 'honoured' },
    chunkedBodies: 'not-implemented',
    wantsContentMd5: true,
  },
} as const satisfies Record<string, Personality>;

export type PersonalityName = keyof typeof PERSONALITIES;

/** A known server, or one like AWS but for some traits. */
export function personalityOf(given: PersonalityName | Partial<Personality>): Personality {
  return typeof given === 'string' ? PERSONALITIES[given] : { ...AWS, ...given };
}
