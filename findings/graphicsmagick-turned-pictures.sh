#!/usr/bin/env bash
# GraphicsMagick 1.3.49 (Debian 1.4+really1.3.49-1), 2026-12-01.
#
# Expected: `gm convert` of a picture that was taken with the camera held upright writes a JPEG that shows it upright, as
# heif-dec, djxl, vips and ffmpeg do: the pixels are turned and the orientation is 1 or absent, or the pixels are not
# turned and the orientation is still there. Whichever it does, it does for HEIC, AVIF and JPEG XL alike.
# Observed: three formats, three behaviours.
#   HEIC     the pixels are turned and the orientation 6 of the Exif block is kept: every viewer, and
#            `ImageOps.exif_transpose` of Pillow, turns the picture a second time; `-auto-orient` turns the pixels twice
#   JPEG XL  the pixels are not turned and the orientation is dropped: the picture lies on its side for everybody
#   AVIF     right
#
# So a folder of phone photos that was converted for training with one tool and one command holds pictures in three
# positions, and the Exif block cannot tell which.
#
# Runs as root on Debian, in about two minutes: debootstrap installs Debian sid into a temporary folder. Exits with 0 if
# everything is as observed.
set -euo pipefail
GRAPHICSMAGICK=1.4+really1.3.49-1
LIBHEIF=1.23.6-2
JPEG_XL=0.11.2-5.1
here=$(mktemp -d)
root=$here/root
trap 'rm -rf --one-file-system "$here"' EXIT

command -v debootstrap >/dev/null || { apt-get update -q; apt-get install -y -q --no-install-recommends debootstrap; } >&2
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | grep -m 1 -E '/debian/?$')
debootstrap --variant=minbase --no-check-gpg sid "$root" "$mirror" >/dev/null
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
# Runs a command in that system. Only the command sees the mounts, which end with it.
inside() {
  unshare --mount --propagation private -- sh -c \
    'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" /usr/bin/env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' \
    "$root" "$@"
}
{
  inside apt-get -q -o Acquire::Check-Valid-Until=false update
  inside apt-get -q -y -o Dpkg::Use-Pty=0 install --no-install-recommends graphicsmagick=$GRAPHICSMAGICK \
    libheif-examples=$LIBHEIF libheif-plugin-x265 libheif-plugin-libde265 libheif-plugin-aomenc \
    libjxl-tools=$JPEG_XL libavif-bin libimage-exiftool-perl python3-pil
} >"$here/apt.log" 2>&1 || {
  tail -5 "$here/apt.log"
  exit 1
}
inside gm version | head -1

# The picture, as it should be seen: red and green above, blue and yellow below, 300 x 200.
cat >"$root/picture.py" <<'PY'
import sys
from PIL import Image, ImageOps

COLOURS = {"R": (224, 32, 32), "G": (32, 192, 32), "B": (32, 32, 224), "Y": (224, 224, 32)}


def draw():
    image = Image.new("RGB", (300, 200))
    for name, place in zip("RGBY", ((0, 0), (150, 0), (0, 100), (150, 100))):
        image.paste(COLOURS[name], place + (place[0] + 150, place[1] + 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    image.rotate(90, expand=True).save("/camera.jpg", quality=95, exif=exif)


def seen(image):
    image = image.convert("RGB")
    width, height = image.size
    places = ((1, 1), (3, 1), (1, 3), (3, 3))
    pixels = [image.getpixel((width * x // 4, height * y // 4)) for x, y in places]
    nearest = lambda pixel: min(COLOURS, key=lambda name: sum(abs(a - b) for a, b in zip(pixel, COLOURS[name])))
    return f"{width}x{height}:{''.join(map(nearest, pixels))}"


def say(names):
    for name in names:
        image = Image.open(f"/{name}")
        orientation = image.getexif().get(0x0112, "none")
        print(name, "stored", seen(image), "orientation", orientation, "shown", seen(ImageOps.exif_transpose(image)))


draw() if sys.argv[1] == "draw" else say(sys.argv[2:])
PY
inside python3 /picture.py draw
{
  inside heif-enc -q 90 /camera.jpg -o /phone.heic
  # Telephones write both: the turn of the HEIC file and the orientation of its Exif block.
  inside exiftool -q -n -overwrite_original -Orientation=6 /phone.heic
  inside avifenc -q 80 /camera.jpg /phone.avif
  inside cjxl --lossless_jpeg=0 -d 1 /camera.jpg /phone.jxl
  inside heif-dec /phone.heic /heic-by-libheif.jpg
  inside djxl --pixels_to_jpeg /phone.jxl /jxl-by-libjxl.jpg
} >"$here/tools.log" 2>&1
for format in heic jxl avif; do inside gm convert /phone.$format /$format-by-gm.jpg; done
inside gm convert -auto-orient /phone.heic /heic-by-gm-auto-orient.jpg
inside python3 /picture.py say heic-by-libheif.jpg jxl-by-libjxl.jpg heic-by-gm.jpg heic-by-gm-auto-orient.jpg \
  jxl-by-gm.jpg avif-by-gm.jpg | tee "$here/seen"

diff "$here/seen" - <<'OBSERVED' && echo 'As observed.'
heic-by-libheif.jpg stored 300x200:RGBY orientation 1 shown 300x200:RGBY
jxl-by-libjxl.jpg stored 300x200:RGBY orientation 1 shown 300x200:RGBY
heic-by-gm.jpg stored 300x200:RGBY orientation 6 shown 200x300:BRYG
heic-by-gm-auto-orient.jpg stored 200x300:BRYG orientation 1 shown 200x300:BRYG
jxl-by-gm.jpg stored 200x300:GYRB orientation none shown 200x300:GYRB
avif-by-gm.jpg stored 300x200:RGBY orientation 1 shown 300x200:RGBY
OBSERVED
