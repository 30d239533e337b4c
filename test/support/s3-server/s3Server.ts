import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as fs from 'node:fs';
import { listenOnFreshPort } from '../freshPort.js';
import { answer } from './answer.js';
import { Bucket } from './store/bucket.js';
import { BucketView } from './bucketView.js';
import { memoryStorage } from './store/bucketStorage.js';
import type { World } from './handlers/context.js';
import { Faults } from './faults.js';
import { folderStorage } from './store/folderStorage.js';
import { OverlappingWrites } from './overlappingWrites.js';
import { personalityOf, type Personality, type PersonalityName } from './personality.js';
import { Policies } from './policies.js';
import { refusalOf } from './refusals.js';
import { wrongRegionOf } from './regions.js';
import type { Reply } from './http/reply.js';
import { readRequest, type S3Request } from './http/request.js';
import { RequestLog } from './requestLog.js';
import { handle } from './handlers/router.js';
import { S3Error } from './http/s3Error.js';
import { verifySignature, type ServerCredentials } from './http/signature.js';
import { Uploads } from './store/uploads.js';
import { worded } from './wording.js';

export interface S3ServerOptions {
  /** Buckets that are created at the start if they do not exist. */
  readonly buckets?: readonly string[];
  /** The folder for objects as plain files, which outlive the process; default: everything is in memory. */
  readonly folder?: string;
  /** Default: any free port. */
  readonly port?: number;
  readonly credentials?: ServerCredentials;
  /** Further accepted keys. */
  readonly otherCredentials?: readonly ServerCredentials[];
  readonly region?: string;
  /** The server whose behaviour it imitates; default: AWS. */
  readonly personality?: PersonalityName | Partial<Personality>;
  /** Seed for faults with a probability. */
  readonly seed?: number;
  /** The server's clock. */
  readonly now?: () => number;
}

export interface S3Server {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  readonly credentials: ServerCredentials;
  readonly region: string;
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly policies: Policies;
  /** Throws if the bucket does not exist. */
  bucket(name: string): BucketView;
  createBucket(name: string): BucketView;
  /** Removes a bucket with all its objects. */
  removeBucket(name: string): void;
  /** Aborts running requests and frees the port. */
  close(): Promise<void>;
}

const TEST_CREDENTIALS: ServerCredentials = {
  accessKeyId: 'TESTACCESSKEY0000001',
  secretAccessKey: 'testsecretkey00000000000000000000000001',
};

/** Starts an S3 server on loopback. Path style only; requests must be signed (Signature Version 4 in the header). */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { folder, credentials = TEST_CREDENTIALS, region = 'us-east-1', now = Date.now } = options;
  const requests = new RequestLog();
  const faults = new Faults(options.seed ?? 1);
  const policies = new Policies();
  const uploads = new Uploads();
  const buckets = new Map<string, Bucket>();
  const personality = personalityOf(options.personality ?? 'aws');
  const world: World = {
    region,
    personality,
    buckets,
    uploads,
    createBucket: (name) => {
      const bucket = new Bucket(name, folder === undefined ? memoryStorage() : folderStorage(folder, name));
      if (personality.versioning === 'always') bucket.versioning = 'Enabled';
      buckets.set(name, bucket);
      return bucket;
    },
    allows: (action, bucket, key) => policies.allows(action, bucket, key),
  };
  for (const name of new Set([...bucketsIn(folder), ...(options.buckets ?? [])])) world.createBucket(name);

  const writes = new OverlappingWrites(personality);

  const replyTo = (request: S3Request, inItsTurn: (act: () => Reply) => Reply): Reply => {
    verifySignature(request, [credentials, ...(options.otherCredentials ?? [])], now());
    const refusal =
      wrongRegionOf(request, world) ?? policies.refusalOf(request) ?? refusalOf(request, personality);
    if (refusal !== undefined) throw refusal;
    return inItsTurn(() => worded(handle(request, world), request.operation, personality));
  };

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(message);
    const requestId = randomUUID();
    const inItsTurn = writes.watch<Reply>(request);
    const act = (): Reply => {
      try {
        return replyTo(request, inItsTurn);
      } catch (error) {
        const known = error instanceof S3Error ? error : new S3Error(500, 'InternalError', String(error));
        return known.toReply(requestId, personality.emptyErrorMessages ? '' : known.message);
      }
    };
    const status = await answer(request, response, faults.draw(request), act, { requestId, nowMs: now() });
    const { rawBody, ...logged } = request;
    requests.add({ ...logged, size: rawBody.length, status });
  };

  const server = createServer((message, response) => {
    serve(message, response).catch((error: unknown) => {
      // A closed connection is not an error; anything else is a bug of this server.
      if (!message.destroyed || response.writable) {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
  server.keepAliveTimeout = 60_000;
  const port = await listenOnFreshPort(server, options.port);

  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
    region,
    requests,
    faults,
    policies,
    removeBucket: (name) => void buckets.delete(name),
    bucket: (name) => {
      const bucket = buckets.get(name);
      if (bucket === undefined) throw new Error(`There is no bucket ${name}`);
      return new BucketView(bucket, uploads);
    },
    createBucket: (name) => new BucketView(world.createBucket(name), uploads),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The buckets of a former process in the folder. */
function bucketsIn(folder: string | undefined): string[] {
  if (folder === undefined || !fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name);
}
