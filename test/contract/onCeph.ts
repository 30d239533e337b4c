import { cephIsInstalled } from '../support/ceph/cephRgw.js';

const WHY_NOT =
  'Ceph RADOS Gateway is not installed (Debian, Ubuntu: apt-get install radosgw ceph-mon ceph-osd ceph-common)';

/** Defines tests if Ceph is installed; otherwise one test that is skipped with the reason, or fails if CI=true. */
export function onCeph(title: string, define: () => void): void {
  if (cephIsInstalled()) {
    define();
    return;
  }
  describe(title, () => {
    it(`is not run: ${WHY_NOT}`, function () {
      if (process.env['CI'] === 'true') throw new Error(WHY_NOT);
      this.skip();
    });
  });
}
