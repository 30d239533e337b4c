import * as vscode from 'vscode';
import type { LogSink } from '../sync/progress.js';

/** The extension's log, in the Output panel. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('S3 Training Data', { log: true });
}

/** Writes the engine's lines to the log, each at its level. */
export function logSink(log: vscode.LogOutputChannel): LogSink {
  return (level, line) => {
    log[level](line);
  };
}
