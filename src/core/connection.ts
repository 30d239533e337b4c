/** How to reach S3. The AWS credential and configuration chain supplies every field that is left out. */
export interface Connection {
  readonly endpoint?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly forcePathStyle: 'auto' | boolean;
  /** From SecretStorage; they take precedence over the chain. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** The editor's proxy: its URL, and the servers to reach without it. Left out: the environment decides. */
  readonly proxy?: { readonly url: string; readonly except: readonly string[] };
}
