import { spawnSync } from 'node:child_process';
import { awsProgram } from './aws.js';
import type { ToolName } from './tool.js';

export type Peer = Exclude<ToolName, 'ours'>;

/** The version that a peer prints, in one line; `undefined` if it is not installed or is a shim that starts nothing. */
export function versionOf(peer: Peer): string | undefined {
  const [program, ask] = peer === 'aws' ? [awsProgram(), '--version'] : [peer, ASK[peer]];
  const { status, stdout } = spawnSync(program, [ask], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n')[0]?.trim() : undefined;
}

const ASK = { rclone: 'version', s3cmd: '--version' };
