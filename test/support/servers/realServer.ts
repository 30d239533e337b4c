import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A third-party server that runs on loopback during a test. */
export interface RealServer {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  readonly credentials: Credentials;
  createBucket(name: string): Promise<void>;
  /** Turns on versioning of a bucket. */
  keepVersions(name: string): Promise<void>;
  /** Ends the server and removes its files. */
  close(): Promise<void>;
}

/** A server, controlled through its S3 interface. */
export class S3Api implements RealServer {
  readonly client: S3Client;

  constructor(
    readonly endpoint: string,
    readonly credentials: Credentials,
    private readonly stop: () => Promise<void>,
  ) {
    this.client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
  }

  async createBucket(name: string): Promise<void> {
    await this.client.send(new CreateBucketCommand({ Bucket: name }));
  }

  async keepVersions(name: string): Promise<void> {
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await this.client.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.stop();
  }
}
