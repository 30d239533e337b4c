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
    // In such a bucket it takes every new object for a first one, and finds no ETag to be the right one.
    conditionsContract(
      'Ceph RADOS Gateway with versions',
      startCephRgw,
      { create: 're-check', replace: 're-check', delete: 're-check', etagQuotes: 'with' },
      { versioned: true },
    );
  });
});
