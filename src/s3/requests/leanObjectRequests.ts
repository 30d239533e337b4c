import type { BucketAddress } from '../wire/bucketAddress.js';
import { serverTimeIn } from '../wire/serverTime.js';
import type { Condition } from '../conditions/conditionalWrites.js';
import type { Answer } from '../http/answer.js';
import { WORK_TIMEOUT_MS } from '../http/timeouts.js';
import {
  LISTING_LIMIT,
  readListing,
  type ListingAnswer,
  type ListingRequest,
} from '../wire/listingAnswer.js';
import { base64Of, etagMayBeMd5, storedSha256Of } from './objectHead.js';
import type { ObjectAnswer } from './objectRequests.js';
import type { NewObject, ObjectBody, ObjectCopy, ObjectRequests } from './objectRequests.js';
import { documentOf, Refusal, textOf, UnreadableAnswer } from '../wire/refusal.js';
import type { RegionClient } from '../client/regionClient.js';
import type { RequestOptions } from './requestPurpose.js';
import { encodedKey, encodedValue, SHA256_OF_NOTHING, type UnsignedRequest } from '../wire/signature.js';

/** A request before it has an address and a signature. */
interface Draft {
  readonly method: 'PUT' | 'GET' | 'HEAD' | 'DELETE';
  /** Empty: the bucket itself. */
  readonly key: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes: Uint8Array; readonly sha256: string };
}

/**
 * Requests put together and signed here, and sent over connections of our own: a fifth of the processor time that the
 * SDK takes for them. What the client's configuration asks of them beyond that is left to the SDK.
 */
export class LeanObjectRequests implements ObjectRequests {
  readonly #addresses = new WeakMap<RegionClient, Promise<BucketAddress | undefined>>();

  constructor(
    private readonly bucket: string,
    private readonly sdk: ObjectRequests,
  ) {}

  async list(client: RegionClient, listing: ListingRequest, options: RequestOptions): Promise<ListingAnswer> {
    const address = await this.#addressFor(client);
    if (address === undefined) return this.sdk.list(client, listing, options);
    const draft = { method: 'GET', key: '', query: queryOf(listing) } as const;
    const answer = await send(client, address, draft, options);
    const document = await documentOf(answer, { size: LISTING_LIMIT });
    try {
      return readListing(document);
    } catch (error) {
      throw new UnreadableAnswer(answer.statusCode, error);
    }
  }

  async put(
    client: RegionClient,
    object: NewObject,
    condition: Condition,
    options: RequestOptions,
  ): Promise<ObjectAnswer> {
    const address = await this.#addressFor(client);
    if (address === undefined) return this.sdk.put(client, object, condition, options);
    const { key, content, info } = object;
    const headers = {
      'content-length': String(content.byteLength),
      'content-md5': base64Of(info.md5),
      'content-type': info.contentType,
      'x-amz-meta-sha256': info.sha256,
      ...headersOf(condition),
    };
    const body = { bytes: content, sha256: info.sha256 };
    const answer = await send(client, address, { method: 'PUT', key, headers, body }, options);
    await toItsEnd(answer);
    return readHeaders(answer);
  }

  async get(
    client: RegionClient,
    key: string,
    options: RequestOptions,
    versionId?: string,
  ): Promise<ObjectBody> {
    const address = await this.#addressFor(client);
    if (address === undefined) return this.sdk.get(client, key, options, versionId);
    const answer = await send(client, address, { method: 'GET', key, ...ofVersion(versionId) }, options);
    const said = readHeaders(answer);
    if (!isVerifiable(said) && (await wantsChecksum(client))) {
      // The SDK asks for the checksum that AWS keeps beside the object, and holds the bytes against it.
      answer.body.destroy();
      return this.sdk.get(client, key, options, versionId);
    }
    return { ...said, Body: answer.body };
  }

  async head(
    client: RegionClient,
    key: string,
    options: RequestOptions,
    versionId?: string,
  ): Promise<ObjectAnswer> {
    const address = await this.#addressFor(client);
    if (address === undefined) return this.sdk.head(client, key, options, versionId);
    const answer = await send(client, address, { method: 'HEAD', key, ...ofVersion(versionId) }, options);
    await toItsEnd(answer);
    return readHeaders(answer);
  }

  async copy(client: RegionClient, copy: ObjectCopy, options: RequestOptions): Promise<ObjectAnswer> {
    const address = await this.#addressFor(client);
    if (address === undefined) return this.sdk.copy(client, copy, options);
    const { to, source, etag } = copy;
    const headers = {
      'content-length': '0',
      'x-amz-copy-source': source,
      ...(etag === undefined ? {} : { 'x-amz-copy-source-if-match': etag }),
    };
    const answer = await send(client, address, { method: 'PUT', key: to, headers }, options);
    const document = await documentOf(answer, { timeoutMs: WORK_TIMEOUT_MS });
    // S3 begins to answer before it has copied: what goes wrong then is told in an answer of status 200.
    if (document.includes('<Error>')) throw new Refusal({ ...answer, statusCode: 503 }, document);
    return { ETag: textOf(document, 'ETag') };
  }

  async delete(
    client: RegionClient,
    key: string,
    condition: Condition,
    options: RequestOptions,
  ): Promise<void> {
    const address = await this.#addressFor(client);
    if (address === undefined) return this.sdk.delete(client, key, condition, options);
    const headers = headersOf(condition);
    await toItsEnd(await send(client, address, { method: 'DELETE', key, headers }, options));
  }

  #addressFor(client: RegionClient): Promise<BucketAddress | undefined> {
    let address = this.#addresses.get(client);
    if (address === undefined) {
      // What is wrong with the configuration the SDK says best.
      address = client.addressOf(this.bucket).catch(() => undefined);
      this.#addresses.set(client, address);
    }
    return address;
  }
}

/** Resolves with the head of an answer that is a success. Throws `Refusal`, or what the connection broke with. */
async function send(
  client: RegionClient,
  { origin, host, basePath, signer }: BucketAddress,
  { method, key, query, headers = {}, body }: Draft,
  { abortSignal }: RequestOptions,
): Promise<Answer> {
  const path = `${basePath}${encodedKey(key)}`;
  const unsigned: UnsignedRequest = {
    method,
    path,
    ...(query === undefined ? {} : { query }),
    headers: { ...headers, host, 'x-amz-content-sha256': body?.sha256 ?? SHA256_OF_NOTHING },
  };
  const keys = await client.keys();
  const at = new Date(Date.now() + client.clockOffset);
  const headersSent = { ...signer.sign(unsigned, keys, at), 'user-agent': USER_AGENT };
  const target = query === undefined ? path : `${path}?${query}`;
  const request = { origin, method, path: target, headers: headersSent, body: body?.bytes };
  const answer = await client.connections.send(request, abortSignal);
  learnTime(client, answer);
  if (answer.statusCode < 200 || answer.statusCode >= 300)
    throw new Refusal(answer, await documentOf(answer));
  return answer;
}

/** By name, as they are signed. Names are encoded because keys may hold characters that XML cannot. */
function queryOf({ prefix, delimiter, token, startAfter }: ListingRequest): string {
  const parameters: readonly (readonly [string, string | undefined])[] = [
    ['continuation-token', token],
    ['delimiter', delimiter],
    ['encoding-type', 'url'],
    ['list-type', '2'],
    ['prefix', prefix],
    ['start-after', startAfter],
  ];
  return parameters
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodedValue(value)}`]))
    .join('&');
}

const USER_AGENT = 's3-training-data';

/** As the SDK does: the next request of either kind is signed with the server's time. */
function learnTime(client: RegionClient, { headers }: Answer): void {
  const { timeMs, offsetMs } = serverTimeIn(headers);
  if (offsetMs !== undefined) client.clockOffset = offsetMs;
  if (timeMs !== undefined) client.serverTimeMs = timeMs;
}

function headersOf({ IfMatch, IfNoneMatch }: Condition): Record<string, string> {
  return {
    ...(IfMatch === undefined ? {} : { 'if-match': IfMatch }),
    ...(IfNoneMatch === undefined ? {} : { 'if-none-match': IfNoneMatch }),
  };
}

function readHeaders({ headers }: Answer): ObjectAnswer {
  const length = headers['content-length'];
  const sha256 = headers['x-amz-meta-sha256'];
  return {
    ETag: headers['etag'],
    ContentLength: length === undefined ? undefined : Number(length),
    Metadata: sha256 === undefined ? undefined : { sha256 },
    ServerSideEncryption: headers['x-amz-server-side-encryption'],
    SSECustomerAlgorithm: headers['x-amz-server-side-encryption-customer-algorithm'],
    VersionId: headers['x-amz-version-id'],
  };
}

/** Whether a download can be held against what is said of the object. */
const isVerifiable = (said: ObjectAnswer): boolean =>
  storedSha256Of(said) !== undefined || etagMayBeMd5(said);

/** Whether the SDK is to ask for more, and to hold the bytes against it. */
async function wantsChecksum(client: RegionClient): Promise<boolean> {
  const { config } = await client.sdk();
  return (await config.responseChecksumValidation()) === 'WHEN_SUPPORTED';
}

/** The connection is free for the next request then. */
async function toItsEnd(answer: Answer): Promise<void> {
  await documentOf(answer);
}

const ofVersion = (versionId: string | undefined): { readonly query?: string } =>
  versionId === undefined ? {} : { query: `versionId=${encodedValue(versionId)}` };
