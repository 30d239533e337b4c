import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import { tailOfLogs, untilAnswering } from './answering.js';
import { Daemons, isRunning } from './daemons.js';
import { freePorts } from './freePorts.js';
import type { Machine } from './machine.js';
import { S3Api, type RealServer } from './realServer.js';

const CREDENTIALS = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };

/** The three storage servers behind the proxy, each with a ring of one device. */
const STORES = ['account', 'container', 'object'] as const;

/**
 * Starts OpenStack Swift with its S3 interface, which many OpenStack clouds offer. It runs one process of each kind.
 */
export async function startSwift(machine: Machine): Promise<RealServer> {
  const folder = machine.makeFolder('swift-');
  const write = (name: string, text: string): void => fs.writeFileSync(path.join(folder.path, name), text);
  const seen = (name: string): string => `${folder.seenAs}/${name}`;
  const [proxyPort = 0, ...storePorts] = await freePorts(1 + STORES.length);
  const endpoint = `http://127.0.0.1:${proxyPort}`;
  const daemons = new Daemons(machine, folder);
  fs.mkdirSync(path.join(folder.path, 'log'));
  fs.mkdirSync(path.join(folder.path, 'devices/d1'), { recursive: true });
  try {
    write('swift.conf', `[swift-hash]\nswift_hash_path_suffix = ${randomUUID()}\n`);
    write('proxy.conf', proxyConfig(folder.seenAs, proxyPort));
    const children: ChildProcess[] = [];
    for (const [i, store] of STORES.entries()) {
      const port = String(storePorts[i]);
      write(`${store}.conf`, storeConfig(store, folder.seenAs, port));
      const builder = seen(`${store}.builder`);
      await daemons.run('swift-ring-builder', builder, 'create', '4', '1', '1');
      await daemons.run('swift-ring-builder', builder, 'add', `r1z1-127.0.0.1:${port}/d1`, '1');
      await daemons.run('swift-ring-builder', builder, 'rebalance');
      children.push(daemons.start(`swift-${store}-server`, [seen(`${store}.conf`), '-v'], `log/${store}`));
    }
    children.push(daemons.start('swift-proxy-server', [seen('proxy.conf'), '-v'], 'log/proxy'));
    for (const port of [...storePorts, proxyPort]) {
      await untilAnswering(`http://127.0.0.1:${String(port)}/healthcheck`, () => children.every(isRunning));
    }
  } catch (error) {
    const logs = tailOfLogs(path.join(folder.path, 'log'));
    await daemons.stop();
    throw new Error(`Swift did not start: ${String(error)}\n${logs}`, { cause: error });
  }
  return new S3Api(endpoint, CREDENTIALS, () => daemons.stop());
}

/**
 * Settings of all four servers. Without workers, a server is a single process, which ends on a signal. There is no
 * `/dev/log` for logging.
 */
const defaults = (folder: string, port: number | string): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = root
swift_dir = ${folder}
log_address = ${folder}/nowhere
`;

const storeConfig = (store: (typeof STORES)[number], folder: string, port: string): string =>
  `${defaults(folder, port)}devices = ${folder}/devices
mount_check = false
fallocate_reserve = 0
[pipeline:main]
pipeline = healthcheck ${store}-server
[app:${store}-server]
use = egg:swift#${store}
[filter:healthcheck]
use = egg:swift#healthcheck
`;

const FILTERS = [
  'catch_errors',
  'gatekeeper',
  'healthcheck',
  'cache',
  's3api',
  'tempauth',
  'copy',
  'slo',
  'dlo',
  'versioned_writes',
  'symlink',
];

/** As in the documentation of s3api: multipart uploads need `slo`; versions need `symlink` and `versioned_writes`. */
const proxyConfig = (folder: string, port: number): string =>
  `${defaults(folder, port)}[pipeline:main]
pipeline = ${FILTERS.join(' ')} proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
${FILTERS.map((filter) => `[filter:${filter}]\nuse = egg:swift#${EGGS[filter] ?? filter}\n${OPTIONS[filter] ?? ''}`).join('')}`;

const EGGS: Readonly<Record<string, string>> = { cache: 'memcache' };
const OPTIONS: Readonly<Record<string, string>> = {
  s3api: 'location = us-east-1\ns3_acl = false\ncheck_bucket_owner = false\n',
  tempauth: 'user_test_tester = testing .admin\n',
  versioned_writes: 'allow_object_versioning = true\n',
};
