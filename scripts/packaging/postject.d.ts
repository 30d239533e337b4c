/** The package has no types of its own. */
declare module 'postject' {
  /** Puts data under a name into an executable file. */
  export function inject(
    file: string,
    name: string,
    data: Buffer,
    options: { readonly sentinelFuse: string; readonly machoSegmentName?: string },
  ): Promise<void>;
}
