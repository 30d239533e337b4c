/** What a request is for, for the message when it fails. */
export interface RequestPurpose {
  /** The right that it needs: `s3:PutObject`. */
  readonly action: string;
  readonly key?: string;
}

export interface RequestOptions {
  readonly abortSignal: AbortSignal;
}
