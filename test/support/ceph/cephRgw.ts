import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CephBucket } from './cephBucket.js';
import { cephConfig } from './cephConfig.js';
import { Daemons, isRunning } from './daemons.js';

/** Ceph's S3 server: a real, distributed one, on this machine for the length of a test. */
export interface CephRgw {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  createBucket(name: string): Promise<void>;
  /** A bucket that is there. */
  bucket(name: string): CephBucket;
  /** Kills the gateway, in the middle of whatever it is doing. The objects stay where they are. */
  killGateway(): Promise<void>;
  /** Starts the gateway again, and resolves when it answers. */
  restartGateway(): Promise<void>;
  /** Ends the daemons and removes what they wrote. */
  close(): Promise<void>;
}

const PROGRAMS = ['radosgw', 'radosgw-admin', 'ceph', 'ceph-mon', 'ceph-osd', 'monmaptool', 'setpriv'];

/** Debian and Ubuntu: `apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-common`. */
export function cephIsInstalled(): boolean {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return PROGRAMS.every((program) => folders.some((folder) => fs.existsSync(path.join(folder, program))));
}

const CREDENTIALS = {
  accessKeyId: 'TESTACCESSKEY0000001',
  secretAccessKey: 'testsecretkey00000000000000000000000001',
};

/** How long the gateway may take to answer; two or three seconds are usual. */
const START_TIMEOUT_MS = 60_000;

/** Starts monitor, object store (in memory) and gateway on loopback, in a fresh folder, on free ports. */
export async function startCephRgw(): Promise<CephRgw> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'ceph-rgw-'));
  for (const name of ['mon', 'osd', 'rgw', 'run', 'log']) fs.mkdirSync(path.join(folder, name));
  const [monitorPort, gatewayPort] = await freePorts();
  const clusterId = randomUUID();
  const configFile = path.join(folder, 'ceph.conf');
  fs.writeFileSync(configFile, cephConfig({ folder, clusterId, monitorPort, gatewayPort }));
  const daemons = new Daemons(folder, configFile);
  const endpoint = `http://127.0.0.1:${gatewayPort}`;
  const close = async (): Promise<void> => {
    await daemons.stop();
  };
  const startGateway = async (): Promise<ChildProcess> => {
    const gateway = daemons.start('radosgw', '-n', 'client.rgw');
    await untilAnswering(endpoint, () => isRunning(gateway));
    return gateway;
  };
  let gateway: ChildProcess;
  try {
    await startCluster(daemons, clusterId, monitorPort);
    gateway = await startGateway();
  } catch (error) {
    const logs = tailOfLogs(path.join(folder, 'log'));
    await close();
    throw new Error(`Ceph did not start: ${String(error)}\n${logs}`, { cause: error });
  }
  const client = new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: CREDENTIALS,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    endpoint,
    credentials: CREDENTIALS,
    createBucket: async (name) => {
      await client.send(new CreateBucketCommand({ Bucket: name }));
    },
    bucket: (name) => new CephBucket(client, name),
    killGateway: async () => {
      const ended = once(gateway, 'exit');
      gateway.kill('SIGKILL');
      await ended;
    },
    restartGateway: async () => {
      gateway = await startGateway();
    },
    close: async () => {
      client.destroy();
      await close();
    },
  };
}

async function startCluster(daemons: Daemons, clusterId: string, monitorPort: number): Promise<void> {
  const address = `[v2:127.0.0.1:${monitorPort}]`;
  await daemons.run('monmaptool', '--create', '--fsid', clusterId, '--addv', 'a', address, 'monmap');
  await daemons.run('ceph-mon', '-i', 'a', '--mkfs', '--monmap', 'monmap');
  daemons.start('ceph-mon', '-i', 'a');
  const storeId = randomUUID();
  await daemons.run('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', storeId);
  // Waits for the monitor.
  await daemons.run('ceph', 'osd', 'new', storeId, '0');
  daemons.start('ceph-osd', '-i', '0');
  // Waits for the object store.
  const user = ['--uid=test', '--display-name=test', '--max-buckets=0'];
  const keys = [`--access-key=${CREDENTIALS.accessKeyId}`, `--secret-key=${CREDENTIALS.secretAccessKey}`];
  await daemons.run('radosgw-admin', 'user', 'create', ...user, ...keys);
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
        }),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  const [first = 0, second = 0] = ports;
  return [first, second];
}

/** The gateway says nothing when it is ready, so it is asked. */
async function untilAnswering(endpoint: string, isAlive: () => boolean): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await fetch(endpoint);
      return;
    } catch (error) {
      if (!isAlive() || Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}

function tailOfLogs(folder: string): string {
  return fs
    .readdirSync(folder)
    .map((name) => `${name}: ${fs.readFileSync(path.join(folder, name), 'utf8').slice(-500)}`)
    .join('\n');
}
