import { startCephRgw } from '../../support/ceph/cephRgw.js';
import { startS3Server } from '../../support/s3-server/s3Server.js';
import type { Target } from '../tools/tool.js';
import { makeCertificate } from '../../support/proxies/certificate.js';
import { startCountingProxy, type RequestCounts } from './countingProxy.js';
import { startDelayingProxy, startTlsProxy } from '../../support/proxies/proxies.js';

export type ServerName = 'ceph' | 'far' | 'https' | 'in-repo';

export const SERVER_TITLES: Readonly<Record<ServerName, string>> = {
  ceph: 'Ceph RADOS Gateway on loopback',
  far: 'Ceph RADOS Gateway, 30 ms away each way',
  https: 'Ceph RADOS Gateway over https',
  'in-repo': 'the S3 server of the tests on loopback',
};

const FAR_MS = 30;

/** An S3 server for one run of all tools. */
export interface BenchServer {
  /** The endpoint for measured runs. */
  readonly target: Target;
  /** The same server through a counting proxy, without any delay. */
  readonly counted: Target;
  /** Returns the requests through `counted` since the last call. */
  takeRequests(): RequestCounts;
  createBucket(name: string): Promise<void>;
  put(bucket: string, files: ReadonlyMap<string, Uint8Array>): Promise<void>;
  close(): Promise<void>;
}

/** The server itself, without proxies. */
interface Origin extends Pick<BenchServer, 'createBucket' | 'put' | 'close'> {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** Starts a server and its proxies. `folder`: for the server's certificate. */
export async function startBenchServer(name: ServerName, folder: string): Promise<BenchServer> {
  const origin = name === 'in-repo' ? await startInRepo() : await startCeph();
  const port = Number(new URL(origin.endpoint).port);
  const counter = await startCountingProxy(port);
  const front = await startFront(name, port, folder);
  return {
    target: { ...(front?.at ?? { endpoint: origin.endpoint }), ...origin.credentials },
    counted: { endpoint: `http://127.0.0.1:${String(counter.port)}`, ...origin.credentials },
    takeRequests: () => counter.take(),
    createBucket: (bucket) => origin.createBucket(bucket),
    put: (bucket, files) => origin.put(bucket, files),
    close: async () => {
      await front?.close();
      await counter.close();
      await origin.close();
    },
  };
}

async function startFront(
  name: ServerName,
  port: number,
  folder: string,
): Promise<{ at: Pick<Target, 'endpoint' | 'certificate'>; close: () => Promise<void> } | undefined> {
  if (name === 'far') {
    const proxy = await startDelayingProxy(port, FAR_MS);
    return { at: { endpoint: `http://127.0.0.1:${String(proxy.port)}` }, close: () => proxy.close() };
  }
  if (name === 'https') {
    const certificate = await makeCertificate(folder);
    const proxy = await startTlsProxy(port, certificate);
    const endpoint = `https://127.0.0.1:${String(proxy.port)}`;
    return { at: { endpoint, certificate: certificate.file }, close: () => proxy.close() };
  }
  return undefined;
}

async function startCeph(): Promise<Origin> {
  const ceph = await startCephRgw();
  // The first object creates pools; no measured run should wait for that.
  await ceph.createBucket('first');
  await ceph.bucket('first').put(new Map([['object', Buffer.from('first')]]));
  return {
    endpoint: ceph.endpoint,
    credentials: ceph.credentials,
    createBucket: (name) => ceph.createBucket(name),
    put: (name, files) => ceph.bucket(name).put(files),
    close: () => ceph.close(),
  };
}

async function startInRepo(): Promise<Origin> {
  const server = await startS3Server();
  return {
    endpoint: server.endpoint,
    credentials: server.credentials,
    createBucket: (name) => {
      server.createBucket(name);
      return Promise.resolve();
    },
    put: (name, files) => {
      const bucket = server.bucket(name);
      for (const [key, bytes] of files) bucket.put(key, bytes);
      return Promise.resolve();
    },
    close: () => server.close(),
  };
}
