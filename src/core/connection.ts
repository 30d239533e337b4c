/** How to reach S3. What is left out is for the AWS chain to say. */
export interface Connection {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly forcePathStyle: 'auto' | boolean;
  /** From SecretStorage; in front of the chain. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Of the editor: its URL, and the servers that are reached without it. Left out: the environment says. */
  readonly proxy?: { readonly url: string; readonly except: readonly string[] };
}
