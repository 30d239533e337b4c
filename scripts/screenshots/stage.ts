import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { makeCertificate } from '../../test/support/proxies/certificate.js';
import { startTlsProxy } from '../../test/support/proxies/proxies.js';
import { samplePicture } from '../../test/support/sample-style/samplePicture.js';
import { makeSampleStyle } from '../../test/support/sample-style/sampleStyle.js';
import {
  SAMPLE_BUCKET,
  startSampleWorkspace,
  type SampleWorkspace,
} from '../../test/support/sample-style/sampleWorkspace.js';

/** Styles of the scenes, besides `16` and `17` of the sample. */
export const EMPTY_STYLE = '18';
export const DAMAGED_STYLE = '19';
export const LARGE_STYLE = '20';
/** A style that is a link to a folder elsewhere. */
export const LINKED_STYLE = '21';
/** A copy of the edited style, with its history. */
export const COPIED_STYLE = '22';
/** The style of the sample that is edited, previewed and undone. */
export const EDITED_STYLE = '17';

const LARGE = 10_000;

/** Creates the sample workspace, with a style without images, one with a damaged image, and one with 10,000 images. */
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
  await cp(path.join(styles, EDITED_STYLE), asItWas(folder), { recursive: true });
  return sample;
}

/** Slows down uploads, so that a picture can show a running sync. */
export const slowUploads = ({ s3 }: SampleWorkspace): void =>
  s3.faults.add({ operation: 'PutObject', then: { kind: 'delay', ms: 4000 } });

/** Makes copies on the server take long, as a running undo does on a slow link. */
export const slowCopies = ({ s3 }: SampleWorkspace): void =>
  s3.faults.add({ operation: 'CopyObject', then: { kind: 'delay', ms: 4000 } });

/** Makes the upload of some images fail. */
export const failSomeUploads = ({ s3 }: SampleWorkspace): void =>
  s3.faults.add({
    operation: 'PutObject',
    key: /\/(fish|night) .*\.(jpg|png|webp)$/,
    then: { kind: 'error', status: 500, code: 'InternalError' },
  });

/** Puts S3 behind a certificate that is not trusted. Resolves to a function that reverts that. */
export async function distrustS3(sample: SampleWorkspace): Promise<() => Promise<void>> {
  const endpoint = 's3TrainingData.endpoint';
  const certificate = await makeCertificate(path.dirname(sample.folder));
  const proxy = await startTlsProxy(Number(new URL(sample.s3.endpoint).port), certificate);
  await changeSettings(sample, { [endpoint]: `https://127.0.0.1:${String(proxy.port)}` });
  return async () => {
    await changeSettings(sample, { [endpoint]: sample.s3.endpoint });
    await proxy.close();
  };
}

/** Deletes the style's objects in S3 and removes all faults. */
export function resetS3({ s3 }: SampleWorkspace): void {
  s3.faults.clear();
  const bucket = s3.bucket(SAMPLE_BUCKET);
  for (const key of bucket.keys) bucket.delete(key);
}

/** The path of a copy of the edited style, outside of the workspace. */
const asItWas = (folder: string): string => path.join(path.dirname(folder), 'as it was');

export const fileOf = ({ folder }: SampleWorkspace, name: string): string =>
  path.join(folder, 'styles', EDITED_STYLE, name);

/** Restores the edited style locally to its drawn state, and deletes it in S3. */
export async function resetEdited(sample: SampleWorkspace): Promise<void> {
  resetS3(sample);
  await rm(fileOf(sample, ''), { recursive: true });
  await cp(asItWas(sample.folder), fileOf(sample, ''), { recursive: true });
}

/** The names of the edited style's images without extensions, in order; each image has a caption. */
export async function editedStems(sample: SampleWorkspace): Promise<string[]> {
  const names = await readdir(asItWas(sample.folder));
  return names.filter((name) => name.endsWith('.txt')).map((name) => path.parse(name).name);
}

/** Deletes pairs locally. */
export async function deletePairs(sample: SampleWorkspace, stems: readonly string[]): Promise<void> {
  const names = await readdir(fileOf(sample, ''));
  for (const name of names.filter((file) => stems.includes(path.parse(file).name))) {
    await rm(fileOf(sample, name));
  }
}

/**
 * Changes the style like two people since its last sync: local edits, new pairs and deletions; edits and a pair in S3.
 */
export async function editBothSides(sample: SampleWorkspace): Promise<void> {
  const [first = '', second = '', third = '', fourth = ''] = await editedStems(sample);
  const bucket = sample.s3.bucket(SAMPLE_BUCKET);
  const key = (name: string): string => `styles/${EDITED_STYLE}/${name}`;
  const captionOf = (stem: string): Promise<string> => readFile(fileOf(sample, `${stem}.txt`), 'utf8');

  await writeFile(fileOf(sample, `${first}.txt`), `${(await captionOf(first)).trim()}, soft light\n`);
  await deletePairs(sample, [second]);
  bucket.put(key(`${third}.txt`), `${(await captionOf(third)).trim()}, seen from above\n`);
  await writeFile(fileOf(sample, `${fourth}.txt`), 'a painting, watercolour\n');
  bucket.put(key(`${fourth}.txt`), 'a painting in oil\n');
  for (const name of ['lighthouse 21.jpg', 'lighthouse 22.jpg']) {
    await writeFile(fileOf(sample, name), await samplePicture(name));
    await writeFile(fileOf(sample, name.replace('.jpg', '.txt')), 'a lighthouse at the sea\n');
  }
  bucket.put(key('harbour 31.jpg'), await samplePicture('harbour 31.jpg'));
  bucket.put(key('harbour 31.txt'), 'a harbour at noon\n');
}

/** Creates a style that is a link to a folder of images outside the workspace. In S3 it has other images. */
export async function linkStyle({ folder, s3 }: SampleWorkspace): Promise<void> {
  const pictures = path.join(path.dirname(folder), 'home/Pictures/holidays');
  const link = path.join(folder, 'styles', LINKED_STYLE);
  await rm(pictures, { recursive: true, force: true });
  await makeSampleStyle(pictures, { images: 8, captioned: 8, seed: 3 });
  await rm(link, { force: true });
  await symlink(pictures, link);
  for (const name of await readdir(pictures)) {
    s3.bucket(SAMPLE_BUCKET).put(`styles/${LINKED_STYLE}/${name}`, `another ${name}`);
  }
}

/** Copies the edited style including its store, as an archive or a clone of a repository does. */
export async function copyEditedStyle({ folder }: SampleWorkspace): Promise<void> {
  const styles = path.join(folder, 'styles');
  for (const parent of [styles, path.join(styles, '.s3-training-data')]) {
    await cp(path.join(parent, EDITED_STYLE), path.join(parent, COPIED_STYLE), {
      recursive: true,
      force: true,
    });
  }
}

/** Changes the settings of the workspace, and waits until the editor has read them. */
export async function changeSettings(
  { folder }: SampleWorkspace,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const file = path.join(folder, '.vscode/settings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  await writeFile(file, JSON.stringify({ ...settings, ...changes }, null, 2));
  await setTimeout(2000);
}
