import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';

/** One line with the properties of the machine that affect measured times. */
export function machine(): string {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 1024 ** 3);
  return `${String(cpus.length)} × ${cpus[0]?.model.trim() ?? 'unknown processor'}, ${String(memory)} GiB, ${system()}`;
}

const OS_RELEASE = '/etc/os-release';

function system(): string {
  const release = existsSync(OS_RELEASE) ? readFileSync(OS_RELEASE, 'utf8') : '';
  const name = /^PRETTY_NAME="(.*)"$/m.exec(release)?.[1];
  return name ?? `${os.type()} ${os.release()}`;
}
