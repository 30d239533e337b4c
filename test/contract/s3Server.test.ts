import { startS3Server } from '../support/s3-server/s3Server.js';
import { objectStoreContract } from './objectStoreContract.js';

objectStoreContract('the in-repo S3 server', async () => {
  const server = await startS3Server();
  return {
    endpoint: server.endpoint,
    credentials: server.credentials,
    createBucket: (name) => {
      server.createBucket(name);
      return Promise.resolve();
    },
    close: () => server.close(),
  };
});
