import { startCephRgw } from '../support/ceph/cephRgw.js';
import { onServer } from './onServer.js';

describe('Servers: Ceph RADOS Gateway 20', () => {
  onServer({
    name: 'Ceph RADOS Gateway 20',
    debianPackage: 'radosgw',
    start: startCephRgw,
    protection: { create: 'server', replace: 'server', delete: 'server', etagQuotes: 'with' },
    protectionWithVersions: { create: 'server', replace: 'server', delete: 'server', etagQuotes: 'with' },
    checksAtOnce: [true, false],
  });
});
