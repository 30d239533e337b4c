#!/usr/bin/env bash
# OpenStack Swift 2.38.2 (its S3 interface), 2026-11-30.
#
# Expected: CopyObject with `x-amz-copy-source-if-match` copies if the ETag is the one of HEAD, however the object was
# uploaded; and listing, HEAD and GET report the same ETag for the copy.
# Observed: this holds for an object that was uploaded in one request. For a multipart object (an ETag with `-1`)
# 1. the same request is answered 412 PreconditionFailed although the object has not changed; without the header it is
#    answered 200;
# 2. the copy has two ETags: HEAD, GET and the answer to CopyObject report the ETag of the source, with `-1`; a listing
#    reports the MD5 of the whole object. A GET with the listed ETag as its condition is answered 412.
#
# So a tool that copies an object before it replaces it, and checks the ETag of the copy, can never replace such an
# object: it concludes every time that somebody else has changed it. A tool that compares a GET with the listing never
# gets the copy.
#
# Runs as root on Debian, in about three minutes: debootstrap installs Debian sid with swift 2.38.2-3 into a temporary
# folder, and npm installs the AWS SDK beside it. Exits with 0 if everything is as observed.
set -euo pipefail
SWIFT=2.38.2-3
SDK=3.1169.0
here=$(mktemp -d)
root=$here/root
pids=()
finish() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf --one-file-system "$here"
}
trap finish EXIT

command -v debootstrap >/dev/null || { apt-get update -q; apt-get install -y -q --no-install-recommends debootstrap; } >&2
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m 1 -E '/debian/?$')
debootstrap --variant=minbase --no-check-gpg sid "$root" "$mirror" >/dev/null
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
# Runs a command in that system. Only the command sees the mounts, which end with it.
inside() {
  exec unshare --mount --propagation private -- sh -c \
    'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" /usr/bin/env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' \
    "$root" "$@"
}
(inside apt-get -q -o Acquire::Check-Valid-Until=false update) >"$here/apt.log" 2>&1
(inside apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends \
  swift-proxy=$SWIFT swift-account=$SWIFT swift-container=$SWIFT swift-object=$SWIFT) >>"$here/apt.log" 2>&1
echo "OpenStack Swift $(inside dpkg-query -W -f '${Version}' swift-proxy)"

read -r proxy account container object < <(python3 - <<'PORTS'
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
print(*(s.getsockname()[1] for s in sockets))
PORTS
)
mkdir -p "$root/srv/t/devices/d1"
defaults() { printf '[DEFAULT]\nbind_ip = 127.0.0.1\nbind_port = %s\nworkers = 0\nuser = root\nswift_dir = /srv/t\n' "$1"; }
printf '[swift-hash]\nswift_hash_path_suffix = finding\n' >"$root/srv/t/swift.conf"
for store in account container object; do
  {
    defaults "${!store}"
    printf 'devices = /srv/t/devices\nmount_check = false\nfallocate_reserve = 0\n'
    printf '[pipeline:main]\npipeline = %s-server\n[app:%s-server]\nuse = egg:swift#%s\n' $store $store $store
  } >"$root/srv/t/$store.conf"
  (inside swift-ring-builder /srv/t/$store.builder create 4 1 1) >/dev/null
  (inside swift-ring-builder /srv/t/$store.builder add "r1z1-127.0.0.1:${!store}/d1" 1) >/dev/null
  (inside swift-ring-builder /srv/t/$store.builder rebalance) >/dev/null
  inside swift-$store-server /srv/t/$store.conf >/dev/null 2>&1 &
  pids+=($!)
done
{
  defaults "$proxy"
  printf '[pipeline:main]\npipeline = catch_errors gatekeeper healthcheck cache s3api tempauth copy slo dlo versioned_writes symlink proxy-server\n'
  printf '[app:proxy-server]\nuse = egg:swift#proxy\nallow_account_management = true\naccount_autocreate = true\n'
  for filter in catch_errors gatekeeper healthcheck copy slo dlo versioned_writes symlink; do
    printf '[filter:%s]\nuse = egg:swift#%s\n' $filter $filter
  done
  printf '[filter:cache]\nuse = egg:swift#memcache\n[filter:s3api]\nuse = egg:swift#s3api\nlocation = us-east-1\n'
  printf '[filter:tempauth]\nuse = egg:swift#tempauth\nuser_test_tester = testing .admin\n'
} >"$root/srv/t/proxy.conf"
inside swift-proxy-server /srv/t/proxy.conf >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 300); do
  curl -s -o /dev/null "http://127.0.0.1:$proxy/healthcheck" && break
  sleep 0.2
done

cd "$here"
npm install --silent --no-audit --no-fund --prefix "$here" "@aws-sdk/client-s3@$SDK" >/dev/null
cat >probe.mjs <<'PROBE'
import * as s3 from '@aws-sdk/client-s3';
const client = new s3.S3Client({
  endpoint: process.argv[2],
  region: 'us-east-1',
  forcePathStyle: true,
  credentials: { accessKeyId: 'test:tester', secretAccessKey: 'testing' },
  requestChecksumCalculation: 'WHEN_REQUIRED',
});
const Bucket = 'finding';
const send = (name, input) => client.send(new s3[`${name}Command`]({ Bucket, ...input }));
const statusOf = (request) => request.then(() => 200, (error) => error.$metadata.httpStatusCode);
const copyOf = async (Key) => {
  const { ETag } = await send('HeadObject', { Key });
  const copy = { Key: `copy-of-${Key}`, CopySource: `${Bucket}/${Key}` };
  const held = await statusOf(send('CopyObject', { ...copy, CopySourceIfMatch: ETag }));
  const free = await statusOf(send('CopyObject', copy));
  const head = await send('HeadObject', { Key: copy.Key });
  const { Contents } = await send('ListObjectsV2', { Prefix: copy.Key });
  const got = await statusOf(send('GetObject', { Key: copy.Key, IfMatch: Contents[0].ETag }));
  const same = head.ETag === Contents[0].ETag ? 'one ETag' : 'another ETag in the listing';
  console.log(`${Key}: ETag ${/-\d+"$/.test(ETag) ? 'with' : 'without'} a number of parts; held to its ETag ${held}, not held ${free}; the copy has ${same}, on whose condition a GET is answered ${got}`);
};
await send('CreateBucket', {});
await send('PutObject', { Key: 'whole', Body: 'a cat' });
const { UploadId } = await send('CreateMultipartUpload', { Key: 'parts' });
const part = await send('UploadPart', { Key: 'parts', UploadId, PartNumber: 1, Body: 'a cat' });
await send('CompleteMultipartUpload', { Key: 'parts', UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] } });
await copyOf('whole');
await copyOf('parts');
PROBE
node --no-warnings probe.mjs "http://127.0.0.1:$proxy" | tee seen
diff - seen <<'EXPECTED'
whole: ETag without a number of parts; held to its ETag 200, not held 200; the copy has one ETag, on whose condition a GET is answered 200
parts: ETag with a number of parts; held to its ETag 412, not held 200; the copy has another ETag in the listing, on whose condition a GET is answered 412
EXPECTED
echo 'as observed'
