/** What a sync is doing. */
export type SyncPhase = 'listing' | 'comparing' | 'transferring' | 'deleting';

export interface SyncProgress {
  readonly phase: SyncPhase;
  readonly filesDone: number;
  readonly filesTotal: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** The file that was begun or finished last. */
  readonly current: string;
}

export type SyncDirection = 'to-s3' | 'from-s3';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';
export type LogSink = (level: LogLevel, line: string) => void;
