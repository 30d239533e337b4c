import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Connection } from '../sync/connection.js';
import { plainAddressOf } from './bucketAddress.js';
import { credentialsProvider, plainKeysOf } from './credentials.js';
import { loadSdk } from './loadSdk.js';
import { RegionClient, type PlainSettings } from './regionClient.js';

/** How long a connection may take to be made. */
const CONNECTION_TIMEOUT_MS = 5_000;
/** How long a connection may be silent. */
const IDLE_TIMEOUT_MS = 60_000;

/** A transfer has so many requests under way at most: the parts of a multipart upload. */
export const REQUESTS_PER_TRANSFER = 4;

export interface ClientSettings {
  readonly connection: Connection;
  /** `''` for AWS itself. */
  readonly endpoint: string;
  /** Whether something is configured that the SDK's rules of addresses and signatures heed. */
  readonly isUnusual: boolean;
  /** Transfers under way at once. */
  readonly concurrency: number;
}

/** Makes one client after another over the same connections. */
export interface ClientFactory {
  /** Fetches its keys anew: each client remembers those it has been given. */
  forRegion(region: string): RegionClient;
  /** Whether other keys may be there when they are fetched once more. */
  readonly keysMayChange: boolean;
  /** Ends open connections. */
  close(): void;
}

export function clientFactory({
  connection,
  endpoint,
  isUnusual,
  concurrency,
}: ClientSettings): ClientFactory {
  // Agents of our own: with its default ones the SDK opens a connection per request that "expects 100-continue".
  // As many sockets as there can be requests: waiting in an agent's queue would count as time to connect.
  const agentOptions = { keepAlive: true, maxSockets: concurrency * REQUESTS_PER_TRANSFER };
  const httpAgent = new HttpAgent(agentOptions);
  const httpsAgent = new HttpsAgent(agentOptions);
  const { forcePathStyle } = connection;
  const isPathStyle = forcePathStyle === 'auto' ? endpoint !== '' : forcePathStyle;
  const requestHandler = new NodeHttpHandler({
    httpAgent,
    httpsAgent,
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS,
  });
  const config: S3ClientConfig = {
    forcePathStyle: isPathStyle,
    // Retries are ours (retry.ts). The SDK's share one quota of 500 tokens per client: a storm of 503s drains it,
    // and from then on nothing is tried again.
    maxAttempts: 1,
    // A round trip more, and some servers never answer the question (Cloudflare R2).
    expectContinueHeader: false,
    requestHandler,
    ...(endpoint === ''
      ? {}
      : {
          endpoint,
          // Older compatible servers refuse or ignore CRC headers and trailers. Integrity does not rest on them:
          // uploads carry Content-MD5, downloads are hashed against what is known of the object.
          requestChecksumCalculation: 'WHEN_REQUIRED',
          responseChecksumValidation: 'WHEN_REQUIRED',
        }),
  };
  return {
    forRegion: (region) =>
      new RegionClient(requestHandler, () => sdkClient({ ...config, region }, connection), {
        ...plainKeys(connection),
        ...(endpoint !== '' &&
          isPathStyle &&
          !isUnusual && { addressOf: (bucket) => plainAddressOf(endpoint, region, bucket) }),
      }),
    keysMayChange: connection.credentials === undefined,
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

async function sdkClient(config: S3ClientConfig, connection: Connection): Promise<S3Client> {
  const sdk = await loadSdk();
  return new sdk.S3Client({ ...config, credentials: credentialsProvider(connection) });
}

function plainKeys(connection: Connection): PlainSettings {
  const keys = plainKeysOf(connection);
  return keys === undefined ? {} : { keys };
}
