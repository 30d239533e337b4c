/** The answer of a handler, which `writeReply` sends. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Whether the answer omits the length of the object. */
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
