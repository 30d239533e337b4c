import * as vscode from 'vscode';
import type { ConnectionCheck } from '../engine/workerMessages.js';
import type { RunSummary } from '../operations/protocol/results.js';
import type { Connection } from '../core/connection.js';
import { SyncError } from '../core/errors.js';
import { normalizePrefix } from '../core/location.js';
import type { ConfirmedPlaces } from './settings/confirmedPlaces.js';
import { editorProxy } from './settings/editorProxy.js';
import type { SettingKey } from './settings/ids.js';
import { ask, t } from './shown/messages.js';
import { placeQuestion, type PlaceQuestion } from './questions/placeQuestion.js';
import type { ConnectionSecrets, Credentials } from './settings/secrets.js';
import { isSetByWorkspace, readSetting, writeSetting } from './settings/settings.js';
import { enterLine } from './shown/quickInput.js';
import type { Style } from './style/style.js';
import { bucketNameProblem } from './texts/placeProblems.js';

/** How to reach a bucket, as the settings say. The AWS chain supplies what is empty. */
export interface ConnectionValues {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint: string;
  readonly profile: string;
  /** `undefined`: the AWS chain supplies them. */
  readonly credentials: Credentials | undefined;
}

/** Reads the settings of a resource, and the keys from the key store. */
export async function readConnectionValues(
  resource: vscode.Uri | undefined,
  secrets: ConnectionSecrets,
): Promise<ConnectionValues> {
  const bucket = readSetting('bucket', resource).trim();
  const endpoint = readSetting('endpoint', resource).trim();
  return {
    bucket,
    prefix: readSetting('prefix', resource).trim(),
    region: readSetting('region', resource).trim(),
    endpoint,
    profile: readSetting('profile', resource).trim(),
    credentials: bucket === '' ? undefined : await secrets.get(endpoint, bucket),
  };
}

/** The same as the engine takes it. */
export function toBucketConnection(
  { bucket, prefix, region, endpoint, profile, credentials }: ConnectionValues,
  resource: vscode.Uri | undefined,
): ConnectionCheck {
  const proxy = editorProxy();
  const connection: Connection = {
    forcePathStyle: PATH_STYLE[readSetting('forcePathStyle', resource)],
    ...(endpoint !== '' && { endpoint }),
    ...(region !== '' && { region }),
    ...(profile !== '' && { profile }),
    ...(credentials && { credentials }),
    ...(proxy && { proxy }),
  };
  return { connection, bucket, prefix: normalizePrefix(prefix) };
}

const PATH_STYLE = { auto: 'auto', on: true, off: false } as const;

/** Who can answer a question. */
export type Presence = 'user' | 'nobody';

/** The settings that say where requests go and whose keys sign them. */
const PLACE_SETTINGS: readonly SettingKey[] = ['bucket', 'endpoint', 'profile'];

/** The buckets of the settings. A bucket that only the workspace names is not used before the user has confirmed it. */
export class BucketConnections {
  readonly #asking = new Map<string, Promise<boolean>>();

  constructor(
    readonly secrets: ConnectionSecrets,
    readonly places: ConfirmedPlaces,
  ) {}

  /**
   * The bucket that a resource is synced with, and how to reach it. Asks once per machine about a bucket that the
   * settings of the workspace name, unless the user gave keys for it. Throws `bad-argument` where nobody can be asked,
   * and `CancellationError` where the answer is no.
   */
  async of(resource: vscode.Uri | undefined, presence: Presence): Promise<ConnectionCheck> {
    const values = await readConnectionValues(resource, this.secrets);
    if (!this.#isConfirmed(values, resource)) await this.#confirm(values, presence);
    if (presence === 'user') this.places.warnOfPlainHttpOnce(values.endpoint);
    return toBucketConnection(values, resource);
  }

  /**
   * Asks for the bucket where none is set, and writes it to the settings of the workspace. `false`: the user gave none.
   */
  async hasBucket({ id, folder }: Style): Promise<boolean> {
    if (readSetting('bucket', folder).trim() !== '') return true;
    const answer = await enterLine({
      title: t('Bucket for {0}', id),
      prompt: t('The S3 bucket that holds your styles. It is kept in the settings of this workspace.'),
      placeholder: t('my-training-data'),
      problemOf: (name) => bucketNameProblem(name, t),
    });
    if (answer === undefined) return false;
    await writeSetting('bucket', answer.trim(), folder);
    await this.places.add(await readConnectionValues(folder, this.secrets));
    return true;
  }

  #isConfirmed(values: ConnectionValues, resource: vscode.Uri | undefined): boolean {
    if (values.bucket === '' || values.credentials !== undefined) return true;
    return !PLACE_SETTINGS.some((key) => isSetByWorkspace(key, resource)) || this.places.has(values);
  }

  async #confirm(values: ConnectionValues, presence: Presence): Promise<void> {
    if (presence === 'nobody') {
      throw new SyncError('bad-argument', {
        cause: t(
          'The settings of this workspace name the bucket {0}, which nobody has confirmed on this machine: sync once by hand',
          values.bucket,
        ),
      });
    }
    if (!(await this.#ask(values))) throw new vscode.CancellationError();
  }

  /** Concurrent questions about one place share one answer. */
  #ask(values: ConnectionValues): Promise<boolean> {
    const question = placeQuestion(values, t);
    let answer = this.#asking.get(question.detail);
    if (answer === undefined) {
      answer = this.#answerTo(question, values).finally(() => this.#asking.delete(question.detail));
      this.#asking.set(question.detail, answer);
    }
    return answer;
  }

  async #answerTo(question: PlaceQuestion, values: ConnectionValues): Promise<boolean> {
    const isYes = (await ask(question, question.button)) === question.button;
    if (isYes) await this.places.add(values);
    return isYes;
  }
}

/**
 * How to reach the place of a run in the history. Keys go only to the server that they were given for. Where none are
 * known for that place, the connection of the settings is returned, and the engine refuses it if it leads elsewhere.
 */
export async function connectionOfRun(
  resource: vscode.Uri | undefined,
  { endpoint, bucket }: Pick<RunSummary, 'endpoint' | 'bucket'>,
  secrets: ConnectionSecrets,
): Promise<Connection> {
  const values = await readConnectionValues(resource, secrets);
  const { connection } = toBucketConnection(values, resource);
  const isSameServer = withoutSlash(values.endpoint) === endpoint;
  if (isSameServer && values.bucket === bucket) return connection;
  const credentials = await keysOf(isSameServer ? values.endpoint : endpoint, bucket, secrets);
  if (credentials === undefined) return connection;
  if (isSameServer) return { ...connection, credentials };
  return { forcePathStyle: connection.forcePathStyle, credentials, ...(endpoint !== '' && { endpoint }) };
}

/** The user may have given the endpoint with a slash at its end. */
const keysOf = async (
  endpoint: string,
  bucket: string,
  secrets: ConnectionSecrets,
): Promise<Credentials | undefined> =>
  (await secrets.get(endpoint, bucket)) ??
  (endpoint === '' ? undefined : await secrets.get(`${endpoint}/`, bucket));

const withoutSlash = (endpoint: string): string => endpoint.replace(/\/+$/, '');
