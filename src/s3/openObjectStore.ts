import type { Connection } from '../core/connection.js';
import { checkPlace } from '../core/location.js';
import { bucketProblem } from '../core/place.js';
import type { ObjectStore } from '../core/ports/objectStore.js';
import type { ServerFacts } from '../core/ports/stores.js';
import { isUnusuallyConfigured, resolveEndpoint, resolveRegion } from './client/awsConfig.js';
import { clientFactory } from './client/client.js';
import { aboutProxy } from './client/routesFor.js';
import { listPages } from './reading/listing.js';
import { Regions } from './requests/regions.js';
import { RetriedRequests } from './requests/retriedRequests.js';
import { S3ObjectStore } from './s3ObjectStore.js';
import { conditionSupportOf } from './writing/conditionSupport.js';
import type { CopyLimits } from './writing/copyInParts.js';

/** The region that requests are signed for until the bucket names its own. Compatible servers accept it. */
const REGION_TO_BEGIN_WITH = 'us-east-1';

export interface OpenObjectStore {
  readonly store: ObjectStore;
  /** As resolved from the connection, the environment or the profile; empty for AWS itself. */
  readonly endpoint: string;
  /** The region of the bucket as far as it is known: certain after a successful request. */
  readonly region: string;
  /**
   * The names of the folders directly under a prefix, which ends with `/` or is empty; under the prefix of the
   * styles, these are their ids. Throws as `ObjectStore.list` does.
   */
  listFolders(prefix: string, signal: AbortSignal): Promise<readonly string[]>;
}

/** Opens a bucket without a request: the first request shows what is wrong. Throws `bad-argument`. */
export async function openObjectStore({
  bucket,
  connection,
  concurrency,
  serverFacts,
  onWrite,
  copyLimits,
}: {
  readonly bucket: string;
  readonly connection: Connection;
  /** Concurrent transfers. */
  readonly concurrency: number;
  /** Remembers how the server treats conditions. Default: until the process ends. */
  readonly serverFacts?: ServerFacts;
  /** Called before each request that writes. */
  readonly onWrite?: (() => void) | undefined;
  /** Default: those of S3. */
  readonly copyLimits?: CopyLimits;
}): Promise<OpenObjectStore> {
  const { endpoint, from } = await resolveEndpoint(connection);
  checkPlace(bucketProblem(bucket, endpoint));
  const region = (await resolveRegion(connection)) ?? REGION_TO_BEGIN_WITH;
  const { profile = '' } = connection;
  const about = {
    ...(endpoint !== '' && { endpoint }),
    ...(from !== undefined && { endpointFrom: from }),
    ...(profile !== '' && { profile }),
    ...aboutProxy(endpoint, connection),
  };
  const isUnusual = await isUnusuallyConfigured();
  const clients = clientFactory({ connection, endpoint, isUnusual, concurrency });
  const regions = new Regions(bucket, clients, region);
  const requests = new RetriedRequests(regions, about, onWrite);
  const support = await conditionSupportOf(endpoint, bucket, serverFacts);
  return {
    store: new S3ObjectStore(requests, support, copyLimits),
    endpoint,
    get region() {
      return regions.current.name;
    },
    listFolders: async (prefix, signal) => {
      const names: string[] = [];
      for await (const { folders } of listPages(requests, { prefix, delimiter: '/' }, signal)) {
        for (const folder of folders) names.push(folder.slice(prefix.length, -1));
      }
      return names;
    },
  };
}
