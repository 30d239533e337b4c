import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Connection } from '../../core/connection.js';
import { plainAddressOf } from '../wire/bucketAddress.js';
import { credentialsProvider, plainKeysOf } from './credentials.js';
import { Connections } from '../http/connections.js';
import type { Routes } from '../http/routes.js';
import { loadSdk } from './loadSdk.js';
import { RegionClient, type PlainSettings } from './regionClient.js';
import { routesFor } from './routesFor.js';

/** A transfer has so many requests under way at most: the parts of a multipart upload. */
export const REQUESTS_PER_TRANSFER = 4;
/** Requests of one listing under way at once. */
export const PAGES_AT_ONCE = 8;

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
  /** Ends connections that carry nothing. */
  closeIdle(): void;
  /** Ends open connections. */
  close(): void;
}

export function clientFactory({
  connection,
  endpoint,
  isUnusual,
  concurrency,
}: ClientSettings): ClientFactory {
  const routes = routesFor(connection);
  const connections = new Connections(routes);
  /** As many sockets as there can be requests: waiting for one would count as time to connect. */
  const maxSockets = Math.max(concurrency * REQUESTS_PER_TRANSFER, PAGES_AT_ONCE);
  const sdk = new SdkClients(connection, routes, maxSockets);
  const { forcePathStyle } = connection;
  const isPathStyle = forcePathStyle === 'auto' ? endpoint !== '' : forcePathStyle;
  const config: S3ClientConfig = {
    forcePathStyle: isPathStyle,
    // Retries are ours (retry.ts). The SDK's share one quota of 500 tokens per client: a storm of 503s drains it,
    // and from then on nothing is tried again.
    maxAttempts: 1,
    // A round trip more, and some servers never answer the question (Cloudflare R2).
    expectContinueHeader: false,
    ...(endpoint === ''
      ? // The SDK would look for one by itself, in the default profile also where another has the keys.
        { ignoreConfiguredEndpointUrls: true }
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
      new RegionClient(connections, () => sdk.make({ ...config, region }), {
        ...plainKeys(connection),
        ...(endpoint !== '' &&
          isPathStyle &&
          !isUnusual && { addressOf: (bucket) => plainAddressOf(endpoint, region, bucket) }),
      }),
    keysMayChange: connection.credentials === undefined,
    closeIdle: () => connections.closeIdle(),
    close: () => {
      connections.close();
      sdk.close();
    },
  };
}

/** Clients of the SDK over the same connections, which are made when the first of them is. */
class SdkClients {
  #handler: NodeHttpHandler | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly routes: Routes,
    private readonly maxSockets: number,
  ) {}

  async make(config: S3ClientConfig): Promise<S3Client> {
    const sdk = await loadSdk();
    const requestHandler = (this.#handler ??= sdk.requestHandlerWith(this.maxSockets, this.routes));
    const credentials = credentialsProvider(this.connection, requestHandler);
    return new sdk.S3Client({ ...config, requestHandler, credentials });
  }

  close(): void {
    this.#handler?.destroy();
  }
}

function plainKeys(connection: Connection): PlainSettings {
  const keys = plainKeysOf(connection);
  return keys === undefined ? {} : { keys };
}
