import { startCephRgw } from '../support/ceph/cephRgw.js';
import { overBothPaths } from './bothPaths.js';
import { conditionsContract } from './conditionsContract.js';
import { objectStoreContract } from './objectStoreContract.js';
import { onCeph } from './onCeph.js';

onCeph('Object store on Ceph RADOS Gateway', () => {
  overBothPaths('Ceph RADOS Gateway', () => {
    objectStoreContract('Ceph RADOS Gateway', startCephRgw);
    conditionsContract('Ceph RADOS Gateway', startCephRgw, {
      create: 'server',
      replace: 'server',
      delete: 're-check',
      etagQuotes: 'without',
    });
    // In such a bucket Ceph treats every new object as the first one, and no ETag ever matches.
    conditionsContract(
      'Ceph RADOS Gateway with versions',
      startCephRgw,
      { create: 're-check', replace: 're-check', delete: 're-check', etagQuotes: 'with' },
      { versioned: true },
    );
  });
});
