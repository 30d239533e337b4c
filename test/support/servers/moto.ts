import * as fs from 'node:fs';
import path from 'node:path';
import { tailOfLogs, untilAnswering } from './answering.js';
import { Daemons, isRunning } from './daemons.js';
import { freePorts } from './freePorts.js';
import type { Machine } from './machine.js';
import { S3Api, type RealServer } from './realServer.js';

/** Starts moto, a mock of AWS for Python tests. It supports AWS's storage classes, including archives. */
export async function startMoto(machine: Machine): Promise<RealServer> {
  const folder = machine.makeFolder('moto-');
  fs.mkdirSync(path.join(folder.path, 'log'));
  const daemons = new Daemons(machine, folder);
  const [port = 0] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const moto = daemons.start(
    'python3',
    ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)],
    'log/moto',
  );
  try {
    await untilAnswering(endpoint, () => isRunning(moto));
  } catch (error) {
    const logs = tailOfLogs(path.join(folder.path, 'log'));
    await daemons.stop();
    throw new Error(`moto did not start: ${String(error)}\n${logs}`, { cause: error });
  }
  return new S3Api(endpoint, { accessKeyId: 'test', secretAccessKey: 'testing' }, () => daemons.stop());
}
