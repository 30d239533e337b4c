/*
 * npm run demo: the extension on sample data, without set-up. Starts an S3 server on loopback, draws a sample style,
 * opens VS Code on it and prints what to click. All files are in one temporary folder, which is deleted on Ctrl+C.
 */
import path from 'node:path';
import { SAMPLE_BUCKET, startSampleWorkspace } from '../test/support/sample-style/sampleWorkspace.js';
import { temporaryFolder } from '../test/support/vscode/temporaryFolder.js';
import { chooseEditor } from './demo/editors.js';
import { runProgram } from './testing/childProcess.js';

async function main(): Promise<void> {
  const editor = await chooseEditor();
  if ((await runProgram('npm', ['run', '--silent', editor.needs])) !== 0) {
    throw new Error(`npm run ${editor.needs} failed.`);
  }
  // From here on Ctrl+C is the normal end, not a failure. Exit handlers clean up.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.prependOnceListener(signal, () => process.exit(0));

  const own = temporaryFolder('demo');
  const s3Folder = path.join(own.path, 's3');
  const sample = await startSampleWorkspace(path.join(own.path, 'workspace'), { s3Folder });
  const { where, closed } = await editor.open(sample, own.path);
  console.log(introduction(where, sample.s3.endpoint, s3Folder));
  await closed;
  await sample.stop();
}

const introduction = (where: string, endpoint: string, s3Folder: string): string => `
A sample workspace is ready. S3 is at ${endpoint}, bucket ${SAMPLE_BUCKET}. ${where}

  1. Click Training Data in the activity bar, at the left edge. Images with a caption are marked 📝.
  2. Point at the style 16 and press Open Gallery: 36 images, 30 of them captioned.
  3. Press Sync to S3. Objects appear as plain files in ${s3Folder}
  4. Press Sync from S3: four images of a colleague arrive, with their captions.
  5. Choose an image and press C: its caption opens. Change it, save it, and sync again: only that file goes up.
  6. Delete an image in the Explorer, tick Sync Deletes in the gallery, and press Sync to S3.

Ctrl+C here ends everything and removes it.
`;

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
