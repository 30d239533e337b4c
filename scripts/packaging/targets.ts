/** A platform, with its names in VS Code's marketplace, npm and sharp. */
export interface Platform {
  readonly npm: { readonly os: string; readonly cpu: string; readonly libc?: 'glibc' | 'musl' };
  /** The suffix of sharp's packages: `@img/sharp-<sharp>`. */
  readonly sharp: string;
}

/** The targets of `vsce package --target` for which sharp has a native build. */
export const PLATFORMS: ReadonlyMap<string, Platform> = new Map([
  ['linux-x64', { npm: { os: 'linux', cpu: 'x64', libc: 'glibc' }, sharp: 'linux-x64' }],
  ['linux-arm64', { npm: { os: 'linux', cpu: 'arm64', libc: 'glibc' }, sharp: 'linux-arm64' }],
  ['linux-armhf', { npm: { os: 'linux', cpu: 'arm', libc: 'glibc' }, sharp: 'linux-arm' }],
  ['alpine-x64', { npm: { os: 'linux', cpu: 'x64', libc: 'musl' }, sharp: 'linuxmusl-x64' }],
  ['alpine-arm64', { npm: { os: 'linux', cpu: 'arm64', libc: 'musl' }, sharp: 'linuxmusl-arm64' }],
  ['darwin-x64', { npm: { os: 'darwin', cpu: 'x64' }, sharp: 'darwin-x64' }],
  ['darwin-arm64', { npm: { os: 'darwin', cpu: 'arm64' }, sharp: 'darwin-arm64' }],
  ['win32-x64', { npm: { os: 'win32', cpu: 'x64' }, sharp: 'win32-x64' }],
  ['win32-arm64', { npm: { os: 'win32', cpu: 'arm64' }, sharp: 'win32-arm64' }],
] as const);

/** The package for every platform: sharp as WebAssembly only. */
export const UNIVERSAL = 'universal';

/**
 * The target of this machine; `undefined` if sharp has no native build for it, so that only the universal package fits.
 */
export function hostTarget(): string | undefined {
  const { platform, arch } = process;
  const system = platform === 'linux' && !isGlibc() ? 'alpine' : platform;
  const target = `${system}-${arch === 'arm' ? 'armhf' : arch}`;
  return PLATFORMS.has(target) ? target : undefined;
}

function isGlibc(): boolean {
  const { header } = process.report.getReport() as unknown as {
    readonly header: { readonly glibcVersionRuntime?: string };
  };
  return header.glibcVersionRuntime !== undefined;
}
