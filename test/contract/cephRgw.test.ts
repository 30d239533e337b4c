import { startCephRgw } from '../support/ceph/cephRgw.js';
import { objectStoreContract } from './objectStoreContract.js';
import { onCeph } from './onCeph.js';

onCeph('Object store on Ceph RADOS Gateway', () => objectStoreContract('Ceph RADOS Gateway', startCephRgw));
