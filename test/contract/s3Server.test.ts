import { overBothPaths } from './bothPaths.js';
import { startInRepoServer } from './inRepoServer.js';
import { objectStoreContract } from './objectStoreContract.js';

overBothPaths('The in-repo S3 server', () => {
  objectStoreContract('the in-repo S3 server', () => startInRepoServer());
});
