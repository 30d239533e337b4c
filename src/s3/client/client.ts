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

/** The most concurrent requests of one transfer: the parts of a multipart upload. */
export const REQUESTS_PER_TRANSFER = 4;
/** Concurrent requests of one listing. */
export const PAGES_AT_ONCE = 8;

export interface ClientSettings {
  readonly connection: Connection;
  /** Empty for AWS itself. */
  readonly endpoint: string;
  /** Whether the configuration contains settings that change how the SDK derives addresses and signatures. */
  readonly isUnusual: boolean;
  /** Concurrent transfers. */
  readonly concurrency: number;
}

/** Makes clients that share connections. */
export interface ClientFactory {
  /** The new client fetches its keys again; each client caches the keys that it got. */
  forRegion(region: string): RegionClient;
  /** Whether the keys may differ when they are fetched again. */
  readonly keysMayChange: boolean;
  /** Closes connections that carry no request. */
  closeIdle(): void;
  /** Closes all connections. */
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
  /** As many sockets as concurrent requests: the wait for a socket would count as time to connect. */
  const maxSockets = Math.max(concurrency * REQUESTS_PER_TRANSFER, PAGES_AT_ONCE);
  const sdk = new SdkClients(connection, routes, maxSockets);
  const { forcePathStyle } = connection;
  const isPathStyle = forcePathStyle === 'auto' ? endpoint !== '' : forcePathStyle;
  const config: S3ClientConfig = {
    forcePathStyle: isPathStyle,
    // `retry.ts` retries. The retries of the SDK share one quota of 500 tokens per client: a storm of 503s drains it,
    // and then nothing is retried.
    maxAttempts: 1,
    // It costs a round trip, and some servers never answer it (Cloudflare R2).
    expectContinueHeader: false,
    ...(endpoint === ''
      ? // The SDK would look for one by itself, in the default profile also where another has the keys.
        { ignoreConfiguredEndpointUrls: true }
      : {
          endpoint,
          // Older compatible servers refuse or ignore CRC headers and trailers. Integrity does not depend on them:
          // uploads carry Content-MD5, and downloads are hashed and compared with what is known of the object.
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

/** Clients of the SDK that share connections, which are made with the first client. */
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
    const client = new sdk.S3Client({ ...config, requestHandler, credentials });
    sdk.translateErrors(client);
    return client;
  }

  close(): void {
    this.#handler?.destroy();
  }
}

function plainKeys(connection: Connection): PlainSettings {
  const keys = plainKeysOf(connection);
  return keys === undefined ? {} : { keys };
}
