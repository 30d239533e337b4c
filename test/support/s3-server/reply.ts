/** What a handler answers; `writeReply` puts it on the wire. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** The answer does not say how long its object is. */
  readonly hidesLength?: boolean;
}

export const xmlReply = (body: string): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body,
});

export const emptyReply = (status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  headers,
});
