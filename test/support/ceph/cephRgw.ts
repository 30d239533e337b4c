import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import * as fs from 'node:fs';
import path from 'node:path';
import { tailOfLogs, untilAnswering } from '../servers/answering.js';
import { Daemons, isRunning } from '../servers/daemons.js';
import { freePorts } from '../servers/freePorts.js';
import { THIS_MACHINE, type Machine } from '../servers/machine.js';
import { S3Api, type RealServer } from '../servers/realServer.js';
import { CephBucket } from './cephBucket.js';
import { cephConfig } from './cephConfig.js';

/** Ceph's S3 server: a real, distributed server, running on this machine during a test. */
export interface CephRgw extends RealServer {
  /** An existing bucket. */
  bucket(name: string): CephBucket;
  /** Kills the gateway in the middle of its work. The objects stay. */
  killGateway(): Promise<void>;
  /** Restarts the gateway; resolves when it answers. */
  restartGateway(): Promise<void>;
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

/** Starts monitor, object store (in memory) and gateway on loopback, with a new folder and free ports. */
export async function startCephRgw(machine: Machine = THIS_MACHINE): Promise<CephRgw> {
  const folder = machine.makeFolder('ceph-rgw-');
  for (const name of ['mon', 'osd', 'rgw', 'run', 'log']) fs.mkdirSync(path.join(folder.path, name));
  const [monitorPort = 0, gatewayPort = 0] = await freePorts(2);
  const clusterId = randomUUID();
  const config = cephConfig({ folder: folder.seenAs, clusterId, monitorPort, gatewayPort });
  fs.writeFileSync(path.join(folder.path, 'ceph.conf'), config);
  const daemons = new Daemons(machine, folder);
  const cluster = new Cluster(daemons, folder.seenAs);
  const endpoint = `http://127.0.0.1:${gatewayPort}`;
  const close = async (): Promise<void> => {
    await daemons.stop();
  };
  const startGateway = async (): Promise<ChildProcess> => {
    const gateway = cluster.start('radosgw', '-n', 'client.rgw');
    await untilAnswering(endpoint, () => isRunning(gateway));
    return gateway;
  };
  let gateway: ChildProcess;
  try {
    await cluster.begin(clusterId, monitorPort);
    gateway = await startGateway();
  } catch (error) {
    const logs = tailOfLogs(path.join(folder.path, 'log'));
    await close();
    throw new Error(`Ceph did not start: ${String(error)}\n${logs}`, { cause: error });
  }
  const api = new S3Api(endpoint, CREDENTIALS, close);
  return {
    endpoint,
    credentials: CREDENTIALS,
    createBucket: (name) => api.createBucket(name),
    keepVersions: (name) => api.keepVersions(name),
    bucket: (name) => new CephBucket(api.client, name),
    killGateway: async () => {
      const ended = once(gateway, 'exit');
      gateway.kill('SIGKILL');
      await ended;
    },
    restartGateway: async () => {
      gateway = await startGateway();
    },
    close: () => api.close(),
  };
}

/** Ceph's programs with the configuration of one cluster. */
class Cluster {
  readonly #options: readonly string[];

  /** `folder`: the folder's path as the programs see it. */
  constructor(
    private readonly daemons: Daemons,
    private readonly folder: string,
  ) {
    this.#options = ['-c', `${folder}/ceph.conf`];
  }

  start(program: string, ...args: readonly string[]): ChildProcess {
    return this.daemons.start(program, ['-f', ...this.#options, ...args]);
  }

  /** Creates and starts monitor and object store, and creates the user. */
  async begin(clusterId: string, monitorPort: number): Promise<void> {
    const address = `[v2:127.0.0.1:${monitorPort}]`;
    const monitors = `${this.folder}/monmap`;
    await this.#run('monmaptool', '--create', '--fsid', clusterId, '--addv', 'a', address, monitors);
    await this.#run('ceph-mon', '-i', 'a', '--mkfs', '--monmap', monitors);
    this.start('ceph-mon', '-i', 'a');
    const storeId = randomUUID();
    await this.#run('ceph-osd', '-i', '0', '--mkfs', '--osd-uuid', storeId);
    // This command waits for the monitor.
    await this.#run('ceph', 'osd', 'new', storeId, '0');
    this.start('ceph-osd', '-i', '0');
    // This command waits for the object store.
    const user = ['--uid=test', '--display-name=test', '--max-buckets=0'];
    const keys = [`--access-key=${CREDENTIALS.accessKeyId}`, `--secret-key=${CREDENTIALS.secretAccessKey}`];
    await this.#run('radosgw-admin', 'user', 'create', ...user, ...keys);
  }

  async #run(program: string, ...args: readonly string[]): Promise<void> {
    await this.daemons.run(program, ...this.#options, ...args);
  }
}
