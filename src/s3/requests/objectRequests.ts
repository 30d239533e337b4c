import type { UploadInfo } from '../../core/ports/ports.js';
import type { Condition } from '../conditions/conditionalWrites.js';
import type { AnswerBody } from '../http/answer.js';
import type { ListingAnswer, ListingRequest } from '../wire/listingAnswer.js';
import type { RegionClient } from '../client/regionClient.js';
import type { RequestOptions } from './requestPurpose.js';

/** What an answer about an object says; the SDK's types of HEAD, GET and PUT share these fields. */
export interface ObjectAnswer {
  readonly ETag?: string | undefined;
  readonly ContentLength?: number | undefined;
  readonly Metadata?: Readonly<Record<string, string>> | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly VersionId?: string | undefined;
}

/** An object as it is to be stored. */
export interface NewObject {
  readonly key: string;
  readonly content: Uint8Array;
  readonly info: UploadInfo;
}

/** An object that is to stand under another key as well. */
export interface ObjectCopy {
  readonly to: string;
  /** As the header has it: bucket and key, encoded, perhaps with a version. */
  readonly source: string;
  /** What the source must have; not every server looks. `undefined`: nothing is demanded. */
  readonly etag: string | undefined;
}

export interface ObjectBody extends ObjectAnswer {
  readonly Body?: AnswerBody | undefined;
}

/**
 * The requests that a sync makes by the thousand, or even when it has nothing to do, each made once, with the connections, keys and clock
 * of the client that is passed. What they throw is for `failureOf` to read.
 */
export interface ObjectRequests {
  /** One page; what it throws where a success cannot be read has its status all the same. */
  list(client: RegionClient, listing: ListingRequest, options: RequestOptions): Promise<ListingAnswer>;
  put(
    client: RegionClient,
    object: NewObject,
    condition: Condition,
    options: RequestOptions,
  ): Promise<ObjectAnswer>;
  /** `versionId`: of a former version; left out: of the object as it is now. */
  get(client: RegionClient, key: string, options: RequestOptions, versionId?: string): Promise<ObjectBody>;
  /** `versionId`: as of `get`. */
  head(client: RegionClient, key: string, options: RequestOptions, versionId?: string): Promise<ObjectAnswer>;
  /** Answers with the copy's ETag. */
  copy(client: RegionClient, copy: ObjectCopy, options: RequestOptions): Promise<ObjectAnswer>;
  delete(client: RegionClient, key: string, condition: Condition, options: RequestOptions): Promise<void>;
}
