import { loadConfig } from '@smithy/core/config';
import type { Connection } from '../../core/connection.js';
import { checkPlace } from '../../core/location.js';
import { endpointProblem, regionProblem } from '../../core/place.js';

/** Reads from the AWS environment variables and `~/.aws` what the connection leaves out. */

/** Without the cache: the user may have just edited a profile. */
export const sourceOf = ({
  profile,
}: Connection): { readonly profile?: string; readonly ignoreCache: true } => ({
  ...(profile === undefined || profile === '' ? {} : { profile }),
  ignoreCache: true,
});

/** Settings of the editor are empty strings where they are not set. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

export interface ResolvedEndpoint {
  /** A URL without a trailing slash; empty for AWS itself. */
  readonly endpoint: string;
  /** The source of the endpoint, where it is not the connection. */
  readonly from?: string;
}

/**
 * The endpoint, by the rules of the AWS "service-specific endpoints" guide. Not resolved by the SDK, which would read
 * the default profile even where another is chosen. Throws `bad-argument` where it cannot be the endpoint of a
 * server.
 */
export async function resolveEndpoint(connection: Connection): Promise<ResolvedEndpoint> {
  const own = given(connection.endpoint?.trim());
  const { endpoint, from } = own === undefined ? await configuredEndpoint(connection) : { endpoint: own };
  checkPlace(endpointProblem(endpoint), from);
  if (endpoint === '') return { endpoint };
  const url = new URL(endpoint).href.replace(/\/+$/, '');
  return { endpoint: url, ...(from !== undefined && { from }) };
}

async function configuredEndpoint(connection: Connection): Promise<ResolvedEndpoint> {
  const source = sourceOf(connection);
  const isIgnored = await loadConfig<boolean>(
    {
      environmentVariableSelector: (env) => flagOf(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']),
      configFileSelector: (profile) => flagOf(profile['ignore_configured_endpoint_urls']),
      default: false,
    },
    source,
  )();
  if (isIgnored) return { endpoint: '' };
  return loadConfig<ResolvedEndpoint>(
    {
      environmentVariableSelector: (env) =>
        endpointFrom('AWS_ENDPOINT_URL_S3', env['AWS_ENDPOINT_URL_S3']) ??
        endpointFrom('AWS_ENDPOINT_URL', env['AWS_ENDPOINT_URL']),
      configFileSelector: (profile, config) =>
        endpointFrom(
          '~/.aws',
          config?.[`services.${profile['services'] ?? ''}`]?.['s3.endpoint_url'] ?? profile['endpoint_url'],
        ),
      default: { endpoint: '' },
    },
    source,
  )();
}

function endpointFrom(from: string, value: string | undefined): ResolvedEndpoint | undefined {
  const endpoint = given(value?.trim());
  return endpoint === undefined ? undefined : { endpoint, from };
}

const flagOf = (text: string | undefined): boolean | undefined =>
  text === undefined ? undefined : text.toLowerCase() === 'true';

/**
 * The region to begin with; `undefined` where nothing names one: the bucket then tells it. Throws `bad-argument`
 * where it cannot be a region.
 */
export async function resolveRegion(connection: Connection): Promise<string | undefined> {
  const configured = loadConfig(
    {
      // The AWS command line reads AWS_DEFAULT_REGION, so machines may have only that one.
      environmentVariableSelector: (env) => given(env['AWS_REGION']) ?? given(env['AWS_DEFAULT_REGION']),
      configFileSelector: (profile) => profile['region'],
      default: '',
    },
    sourceOf(connection),
  );
  const region = given(connection.region?.trim()) ?? given((await configured()).trim());
  checkPlace(regionProblem(region ?? ''));
  return region;
}

/**
 * Whether settings other than endpoint, region and bucket affect the addresses and signatures of the SDK. Reads the
 * profile of the environment, as the SDK does.
 */
export async function isUnusuallyConfigured(): Promise<boolean> {
  return loadConfig<boolean>(
    {
      environmentVariableSelector: (env) =>
        isNamed(
          env,
          UNUSUAL.map((name) => `AWS_${name.toUpperCase()}`),
        ),
      configFileSelector: (profile) => isNamed(profile, UNUSUAL),
      default: false,
    },
    sourceOf({ forcePathStyle: 'auto' }),
  )();
}

const UNUSUAL = ['use_fips_endpoint', 'use_dualstack_endpoint', 'auth_scheme_preference'] as const;

/** `undefined`: the next source decides. */
const isNamed = (
  source: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): true | undefined => (names.some((name) => given(source[name]) !== undefined) ? true : undefined);
