import { cephIsInstalled, startCephRgw } from '../support/ceph/cephRgw.js';
import { objectStoreContract } from './objectStoreContract.js';

const WHY_NOT =
  'Ceph RADOS Gateway is not installed (Debian, Ubuntu: apt-get install radosgw ceph-mon ceph-osd ceph-common)';

if (cephIsInstalled()) {
  objectStoreContract('Ceph RADOS Gateway', startCephRgw);
} else {
  describe('Object store on Ceph RADOS Gateway', () => {
    it(`is not run: ${WHY_NOT}`, function () {
      if (process.env['CI'] === 'true') throw new Error(WHY_NOT);
      this.skip();
    });
  });
}
