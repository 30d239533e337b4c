import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeSampleStyle } from '../../test/support/sample-style/sampleStyle.js';
import {
  SAMPLE_BUCKET,
  startSampleWorkspace,
  type SampleWorkspace,
} from '../../test/support/sample-style/sampleWorkspace.js';

/** Styles that the scenes show, beside the sample's own `16` and `17`. */
export const EMPTY_STYLE = '18';
export const DAMAGED_STYLE = '19';
export const LARGE_STYLE = '20';

const LARGE = 10_000;

/** The sample workspace, with a style without images, one with a damaged image, and one with ten thousand. */
export async function setStage(folder: string): Promise<SampleWorkspace> {
  const sample = await startSampleWorkspace(folder);
  const styles = path.join(folder, 'styles');
  await mkdir(path.join(styles, EMPTY_STYLE));
  const [first] = await makeSampleStyle(path.join(styles, DAMAGED_STYLE), {
    images: 12,
    captioned: 11,
    seed: 5,
  });
  if (first === undefined) throw new Error('No image was made.');
  await writeFile(path.join(styles, DAMAGED_STYLE, first.name), 'This was a picture once.');
  await makeSampleStyle(path.join(styles, LARGE_STYLE), { images: LARGE });
  return sample;
}

/** Makes each upload take a moment, so that a sync can be seen while it runs. */
export const slowUploads = ({ s3 }: SampleWorkspace): void =>
  s3.faults.add({ operation: 'PutObject', then: { kind: 'delay', ms: 4000 } });

/** Makes the upload of some images fail. */
export const failSomeUploads = ({ s3 }: SampleWorkspace): void =>
  s3.faults.add({
    operation: 'PutObject',
    key: /\/(fish|night) .*\.(jpg|png|webp)$/,
    then: { kind: 'error', status: 500, code: 'InternalError' },
  });

/** Empties the style's place in S3 and lets every request through again. */
export function resetS3({ s3 }: SampleWorkspace): void {
  s3.faults.clear();
  const bucket = s3.bucket(SAMPLE_BUCKET);
  for (const key of bucket.keys) bucket.delete(key);
}
