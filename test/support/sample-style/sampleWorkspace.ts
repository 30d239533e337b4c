/*
 * A complete environment for the extension: a workspace with two styles, its settings, and an S3 server on loopback
 * with a few more images. The demo, the integration tests and the screenshots use it.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startS3Server, type S3Server } from '../s3-server/s3Server.js';
import { temporaryFolder } from '../vscode/temporaryFolder.js';
import { makeSampleStyle } from './sampleStyle.js';

export const SAMPLE_BUCKET = 'training-data';

export interface SampleWorkspaceOptions {
  /** The folder for the server's objects as plain files; default: in memory. */
  readonly s3Folder?: string;
  /** Settings in addition to the sample's own. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface SampleWorkspace {
  /** The workspace folder. In it: `styles/16` (36 images) and `styles/17` (8 images). */
  readonly folder: string;
  readonly s3: S3Server;
  /** The environment for the editor. It has the keys, which are never in settings, and protects the user's home. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  stop(): Promise<void>;
}

/** Creates the workspace at `folder` and starts the server. It uses no credentials of this machine. */
export async function startSampleWorkspace(
  folder: string,
  options: SampleWorkspaceOptions = {},
): Promise<SampleWorkspace> {
  await makeSampleStyle(path.join(folder, 'styles/16'), { images: 36, captioned: 30, seed: 16 });
  await makeSampleStyle(path.join(folder, 'styles/17'), { images: 8, captioned: 8, seed: 7 });
  const s3 = await startS3Server({
    buckets: [SAMPLE_BUCKET],
    ...(options.s3Folder === undefined ? {} : { folder: options.s3Folder }),
  });
  await putColleaguesImages(s3);
  await mkdir(path.join(folder, '.vscode'), { recursive: true });
  await writeFile(
    path.join(folder, '.vscode/settings.json'),
    `${JSON.stringify({ ...connectionSettings(s3), ...options.settings }, null, 2)}\n`,
  );
  const environment = {
    ...credentialsEnvironment(s3),
    // Otherwise the secret that proves the user's own syncs would be written into the user's home.
    S3_TRAINING_DATA_HOME: path.join(path.dirname(folder), 'home'),
  };
  return { folder, s3, environment, stop: () => s3.close() };
}

/** The settings of a workspace for the sample bucket of this server. */
export const connectionSettings = (s3: S3Server): Record<string, unknown> => ({
  's3TrainingData.bucket': SAMPLE_BUCKET,
  's3TrainingData.endpoint': s3.endpoint,
  's3TrainingData.region': s3.region,
});

/** Environment variables of the AWS chain, for the editor's process tree. */
export const credentialsEnvironment = (s3: S3Server): Record<string, string | undefined> => ({
  AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  AWS_EC2_METADATA_DISABLED: 'true',
  // The AWS configuration of this machine's user must not have an effect.
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_ENDPOINT_URL: undefined,
  AWS_ENDPOINT_URL_S3: undefined,
});

/** Adds four pairs that are only in S3, in a sub-folder of the style `16`. */
async function putColleaguesImages(s3: S3Server): Promise<void> {
  const own = temporaryFolder('colleague');
  await makeSampleStyle(own.path, { images: 4, captioned: 4, seed: 99 });
  for (const name of await readdir(own.path)) {
    const content = await readFile(path.join(own.path, name));
    s3.bucket(SAMPLE_BUCKET).put(`styles/16/from a colleague/${name}`, content);
  }
  own.remove();
}
