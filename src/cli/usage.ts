/** The text of `--help` (README.md, “Command line”). */

export const USAGE = `Usage:
  s3-training-data list <folder> [--json]
  s3-training-data to-s3 <folder> --bucket B [--images a.jpg b.png …] [options]
  s3-training-data from-s3 <folder> --bucket B [--images a.jpg b.png …] [options]
  s3-training-data history <folder> [--json]
  s3-training-data undo <folder> [--run ID] [--files a.jpg a.txt …] [--trust-history] [options]

A style is a folder of training images with their captions (cat.jpg + cat.txt). Its place in S3 is
s3://<bucket>/<prefix><style id>/, the id being the folder's name.

Where it is:
  --bucket B             the bucket
  --prefix P             in front of the style id (default styles/)
  --style ID             the style id, where it is not the folder's name
  --endpoint URL         another S3 server than AWS (MinIO, R2, Ceph …); for undo as well: whom your
                         keys are for

How to reach it (for undo as well, which knows from the run where it was):
  --region R             the bucket's region
  --profile P            a profile of ~/.aws
  --path-style           address the bucket in the path (the default with --endpoint)
  --host-style           address the bucket in the host's name, as some servers want it
  --concurrency N        transfers under way at once (default 32); four of up to 256 KiB count as one

What a sync does:
  --only WHAT            captions or images: the other kind is neither transferred nor deleted
  --sync-deletes         also delete: to-s3 in S3 what is gone here, from-s3 here what is gone in S3;
                         images and captions only
  --on-conflict WHAT     skip (default): leave what changed on the side to be changed, or on both;
                         overwrite: to-s3 takes what is here, from-s3 what is in S3
  --follow-links         read what links in the folder lead to outside of it: else they are named and left alone
  --dry-run              show what would be done, and do nothing
  --apply plan.json      do what --dry-run --json has printed, as far as it is still true; give the same
                         options as then. A row of the action keep or conflict may be given a
                         "resolution": "overwrite", "keep-both", or {"merged": "text"} for a caption
  --force                accept a folder or a place in S3 without a single image, a sync that replaces or deletes
                         more than 10 files and a fifth of a style, and losses in a folder that is a link
                         (an undo: only the last of these)

What an undo does:
  --run ID               undo this run of the history (default: the last sync that was not undone)
  --files a.jpg a.txt …  only these files of the run
  --trust-history        take a run for yours that you are not known to have made on this machine for this
                         folder: it came with a copy, or another home; a refusal names what it would do

  --json                 one JSON value on standard output
  --version, --help, --licenses

Credentials and defaults come from the AWS environment variables and ~/.aws, as everywhere.
Exit status: 0 all done; 1 some files failed, conflict, have changed since the plan or were kept by an undo,
or the run was stopped; 2 nothing was done. Ctrl+C ends a run in good order, a second one at once.
`;
