import { startInRepoServer } from './inRepoServer.js';
import { objectStoreContract } from './objectStoreContract.js';

objectStoreContract('the in-repo S3 server', () => startInRepoServer());
