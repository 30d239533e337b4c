/* Starts its own process group, creates a folder, prints both, and waits until a signal ends it. */

import { spawn } from 'node:child_process';
import { atEndOfProcess, killGroup } from '../../support/vscode/endOfProcess.js';
import { temporaryFolder } from '../../support/vscode/temporaryFolder.js';

const folder = temporaryFolder('end-of-process');
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
  detached: true,
  stdio: 'ignore',
});
atEndOfProcess(() => killGroup(child.pid));
console.log(JSON.stringify({ folder: folder.path, pid: child.pid }));
