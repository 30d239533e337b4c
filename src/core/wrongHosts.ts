/** A host that people mistake for the endpoint because they saw it beside their bucket. */
export interface WrongHost {
  readonly is: 'console' | 'public';
  /** The form of that provider's endpoint, with the user's own parts in capitals; `''`: AWS, which needs none. */
  readonly endpoint: string;
}

const R2 = 'https://ACCOUNT.r2.cloudflarestorage.com';
const B2 = 'https://s3.REGION.backblazeb2.com';
const SPACES = 'https://REGION.digitaloceanspaces.com';

/** From the providers' own pages. For a host that is not listed here, the first request tells. */
const WRONG_HOSTS: readonly (readonly [RegExp, WrongHost['is'], string])[] = [
  [/(^|\.)console\.(aws\.amazon\.com|amazonaws\.cn)$/, 'console', ''],
  [/(^|\.)s3-website[.-].*\.amazonaws\.com$|\.cloudfront\.net$/, 'public', ''],
  [/^dash\.cloudflare\.com$/, 'console', R2],
  [/\.r2\.dev$/, 'public', R2],
  [/^secure\.backblaze\.com$/, 'console', B2],
  [/^(f|api)\d*\.backblazeb2\.com$/, 'public', B2],
  [/^(www\.|console\.|www\.console\.)runpod\.io$/, 'console', 'https://s3api-DATACENTER.runpod.io'],
  [/^cloud\.digitalocean\.com$/, 'console', SPACES],
  [/\.cdn\.digitaloceanspaces\.com$/, 'public', SPACES],
  [/^console\.hetzner\.(com|cloud)$/, 'console', 'https://LOCATION.your-objectstorage.com'],
  [/^console\.wasabisys\.com$/, 'console', 'https://s3.REGION.wasabisys.com'],
  [/^cloud\.linode\.com$/, 'console', 'https://CLUSTER.linodeobjects.com'],
  [/^my\.vultr\.com$/, 'console', 'https://REGION.vultrobjects.com'],
  [/^console\.scaleway\.com$/, 'console', 'https://s3.REGION.scw.cloud'],
  [/^console\.storage\.dev$/, 'console', 'https://t3.storage.dev'],
  [/^link\.storjshare\.io$/, 'public', 'https://gateway.storjshare.io'],
  [/^(console|storage)\.cloud\.google\.com$/, 'console', 'https://storage.googleapis.com'],
  [/^cloud\.oracle\.com$/, 'console', 'https://NAMESPACE.compat.objectstorage.REGION.oraclecloud.com'],
  [/^(www\.)?huggingface\.co$/, 'console', 'https://s3.hf.co/NAMESPACE'],
  [/^(www\.)?supabase\.com$/, 'console', 'https://PROJECT.storage.supabase.co/storage/v1/s3'],
  [/^console\.filebase\.com$/, 'console', 'https://s3.filebase.com'],
];

/** `undefined`: the host is not known to be wrong. */
export function wrongHost(hostname: string): WrongHost | undefined {
  const known = WRONG_HOSTS.find(([pattern]) => pattern.test(hostname));
  return known && { is: known[1], endpoint: known[2] };
}
