import { execFileSync, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { fault, type FaultRule } from '../../support/s3-server/faults.js';
import type { Operation } from '../../support/s3-server/operations.js';
import type { S3Server } from '../../support/s3-server/s3Server.js';

/** A run in progress, and what it works with. */
export interface Scene {
  readonly server: S3Server;
  readonly process: ChildProcess;
  /** The style's folder. */
  readonly folder: string;
  /** Where a vanishing folder is moved. */
  readonly elsewhere: string;
}

/** Arranges how a run ends after a number of its object requests. */
export type Ending = (scene: Scene, after: number) => void;

const OBJECTS: readonly Operation[] = [
  'PutObject',
  'GetObject',
  'HeadObject',
  'CopyObject',
  'DeleteObject',
  'CreateMultipartUpload',
];

/** Does `act` at one request, and delays answers from then on, so that it happens among other requests. */
function then({ server }: Scene, after: number, act: () => void): void {
  server.faults.add(
    { operation: OBJECTS, after, times: 1, then: fault.call(act) },
    { operation: OBJECTS, after, then: fault.delay(15) },
  );
}

const signal = (name: NodeJS.Signals): Ending => {
  return (scene, after) => then(scene, after, () => void scene.process.kill(name));
};

/** Makes all further object requests fail. */
const failing = (sent: FaultRule['then'], operation = OBJECTS): Ending => {
  return ({ server }, after) => server.faults.add({ operation, after, then: sent });
};

export const ENDINGS: Readonly<Record<string, Ending>> = {
  SIGINT: signal('SIGINT'),
  SIGTERM: signal('SIGTERM'),
  'a hang-up': signal('SIGHUP'),
  'a second Ctrl+C, while nothing answers': (scene, after) => {
    then(scene, after, () => {
      scene.process.kill('SIGINT');
      setTimeout(() => scene.process.kill('SIGINT'), 30);
    });
    scene.server.faults.add({ operation: OBJECTS, after: after + 1, then: fault.hang });
  },
  'Ctrl+C, after writes whose answers were lost': (scene, after) => {
    scene.server.faults.add({ operation: OBJECTS, after, times: 6, then: fault.lostAnswer });
    then(scene, after + 5, () => void scene.process.kill('SIGINT'));
  },
  'rights that are taken away': failing(fault.error(403, 'AccessDenied')),
  'keys that expire': failing(fault.expiredToken),
  'a bucket that is gone': failing(
    fault.error(404, 'NoSuchBucket'),
    // The answer to a HEAD would not say that the bucket is missing.
    OBJECTS.filter((operation) => operation !== 'HeadObject'),
  ),
  'a folder that vanishes': (scene, after) => {
    then(scene, after, () => fs.renameSync(scene.folder, scene.elsewhere));
  },
  'a parent folder that vanishes': (scene, after) => {
    const parent = `${scene.folder}/..`;
    then(scene, after, () => {
      fs.renameSync(scene.folder, scene.elsewhere);
      fs.rmSync(parent, { recursive: true, force: true });
    });
  },
  'too few descriptors': (scene, after) => {
    then(scene, after, () => {
      execFileSync('prlimit', ['--pid', String(scene.process.pid), '--nofile=24:24']);
    });
  },
};

/** Slow ones, because their requests are retried for long. */
export const SLOW_ENDINGS: Readonly<Record<string, Ending>> = {
  'a server that is gone': (scene, after) => then(scene, after, () => void scene.server.close()),
};
