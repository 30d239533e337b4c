import * as vscode from 'vscode';
import { visible, visibleLines } from '../../operations/texts/outsideWords.js';
import type { LogLevel, LogSink } from '../../core/progress.js';

/** The extension's log, in the Output panel. Each entry is one line, whatever characters a file name has. */
export interface Log extends Readonly<Record<LogLevel, (line: string) => void>> {
  /** Logs the error with its stack trace. */
  fault(error: Error): void;
  show(): void;
  dispose(): void;
}

export function createLog(): Log {
  const channel = vscode.window.createOutputChannel('S3 Training Data', { log: true });
  return {
    debug: (line) => channel.debug(visible(line)),
    info: (line) => channel.info(visible(line)),
    warn: (line) => channel.warn(visible(line)),
    error: (line) => channel.error(visible(line)),
    fault: (error) => channel.error(visibleLines(error.stack ?? String(error))),
    show: () => channel.show(),
    dispose: () => channel.dispose(),
  };
}

/** Writes the engine's lines to the log, each at its level. */
export function logSink(log: Log): LogSink {
  return (level, line) => {
    log[level](line);
  };
}
