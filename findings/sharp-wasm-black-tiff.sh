#!/usr/bin/env bash
# sharp 0.35.5 (libvips 8.18.7), its WebAssembly build beside its native one, 2026-12-01.
#
# Expected: a build that cannot decode a kind of TIFF says so, as the WebAssembly build does of ZSTD (“compression support
# is not configured”), above all with `failOn: 'warning'`.
# Observed: of a TIFF whose pixels are compressed as WebP, the WebAssembly build returns black pixels of the right size,
# without an error, at every `failOn`; its metadata are those of the native build, which decodes the file.
#
# So a tool that falls back to WebAssembly (an editor whose runtime takes no native modules, a browser, a machine without
# a prebuilt binary) shows such a picture as black and calls it whole. Whoever trusts the absence of an error takes a good
# image out of a data set, or trains on a scaled copy of it that is black.
#
# Needs Node 20 and npm, no root; half a minute. Exits with 0 if everything is as observed.
set -euo pipefail
SHARP=0.35.5
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT

install() {
  mkdir "$here/$1"
  (cd "$here/$1" && npm init -y && npm install --no-audit --no-fund "${@:2}" "sharp@$SHARP") >"$here/$1.log" 2>&1 ||
    { tail -5 "$here/$1.log"; exit 1; }
}
install native
install wasm --cpu=wasm32

cat >"$here/look.cjs" <<'JS'
const [build, act] = process.argv.slice(2);
const sharp = require(`${__dirname}/${build}/node_modules/sharp`);
const file = (kind) => `${__dirname}/${kind}.tif`;
const KINDS = ['webp', 'deflate', 'lzw'];

async function draw() {
  const red = { create: { width: 48, height: 32, channels: 3, background: { r: 224, g: 32, b: 32 } } };
  for (const compression of KINDS) await sharp(red).tiff({ compression, quality: 90 }).toFile(file(compression));
}

async function look() {
  for (const kind of KINDS) {
    for (const failOn of ['none', 'warning']) {
      const { format, width, height } = await sharp(file(kind)).metadata();
      const { data } = await sharp(file(kind), { failOn }).raw().toBuffer({ resolveWithObject: true });
      const [red, green, blue] = data;
      const seen = red > 200 && green < 60 && blue < 60 ? 'red' : Math.max(...data) === 0 ? 'black' : 'other';
      console.log(build, kind, `failOn ${failOn}:`, format, `${width}x${height}`, seen);
    }
  }
}

(act === 'draw' ? draw() : look()).catch((error) => {
  console.log(build, 'error:', error.message.split('\n')[0]);
  process.exitCode = 1;
});
JS
echo "sharp $SHARP"
node "$here/look.cjs" native draw
{ node "$here/look.cjs" native look && node "$here/look.cjs" wasm look; } | tee "$here/seen"

diff "$here/seen" - <<'OBSERVED' && echo 'As observed.'
native webp failOn none: tiff 48x32 red
native webp failOn warning: tiff 48x32 red
native deflate failOn none: tiff 48x32 red
native deflate failOn warning: tiff 48x32 red
native lzw failOn none: tiff 48x32 red
native lzw failOn warning: tiff 48x32 red
wasm webp failOn none: tiff 48x32 black
wasm webp failOn warning: tiff 48x32 black
wasm deflate failOn none: tiff 48x32 red
wasm deflate failOn warning: tiff 48x32 red
wasm lzw failOn none: tiff 48x32 red
wasm lzw failOn warning: tiff 48x32 red
OBSERVED
