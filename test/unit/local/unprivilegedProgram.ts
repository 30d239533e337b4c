import { openFolder } from '../../../src/local/style/folderStore.js';
import { asSyncError } from '../../../src/core/errors.js';
import { bodyOf, neverAborted } from './styleFolder.js';

/** Run by `asUser`: one operation on a folder; prints its result, or its error's code and data, as JSON. */
async function run(task: string, folder: string, path = ''): Promise<unknown> {
  const store = await openFolder(folder);
  switch (task) {
    case 'scan':
      return store.scan(() => true, neverAborted);
    case 'hash':
      return store.hash(path, neverAborted);
    case 'write':
      return store.write(path, bodyOf('new'), await store.stat(path), () => undefined, neverAborted);
    default:
      return store.clearTemporaryFiles();
  }
}

const [task = '', folder = '', path] = process.argv.slice(2);
void run(task, folder, path)
  .catch((error: unknown) => {
    const { code, data } = asSyncError(error);
    return { code, data };
  })
  .then((result) => console.log(JSON.stringify(result ?? null)));
