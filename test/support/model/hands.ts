import { mayBeCaption, stemOf } from '../../../src/dataset/pairing.js';
import type { BucketView } from '../s3-server/bucketView.js';
import { STYLE } from './client.js';
import type { Ledger } from './ledger.js';
import { PATHS, type HumanAct } from './steps.js';
import type { Tree } from './styleFolder.js';

/** What a person can do to a tree of files, on either side. */
export interface Hand {
  readonly tree: Tree;
  /** `modified`: seconds since the epoch; `undefined`: unchanged. */
  write(path: string, content: string, how: 'in place' | 'as a new file', modified: number | undefined): void;
  delete(path: string): void;
  rename(from: string, to: string): void;
}

/** `modified`: the time of the written files, in seconds since the epoch. */
export function workByHand(hand: Hand, act: HumanAct, ledger: Ledger, modified: number): void {
  switch (act.does) {
    case 'write': {
      const keepsTime = act.putsTimeBack && mayBeCaption(act.path);
      hand.write(act.path, ledger.newContent(), act.how, keepsTime ? undefined : modified);
      break;
    }
    case 'recaption':
      for (const path of Object.keys(hand.tree).filter(mayBeCaption)) {
        hand.write(path, ledger.newContent(), 'in place', modified);
      }
      break;
    case 'delete':
      hand.delete(act.path);
      break;
    case 'rename':
    case 'copy':
      if (act.from !== act.to) moveStem(hand, act, modified);
  }
}

/** Moves an image with its caption, and with the images that share it. */
function moveStem(
  hand: Hand,
  { does, from, to }: HumanAct & { does: 'rename' | 'copy' },
  modified: number,
): void {
  const { tree } = hand;
  for (const path of PATHS) {
    const content = tree[path];
    if (stemOf(path) !== from || content === undefined) continue;
    const newPath = to + path.slice(from.length);
    if (does === 'rename') hand.rename(path, newPath);
    else hand.write(newPath, content, 'as a new file', modified);
  }
}

/** A person who works in the bucket with other tools. */
export function strangerIn(bucket: BucketView, ledger: Ledger): Hand {
  const keyOf = (path: string): string => `styles/${STYLE}/${path}`;
  return {
    tree: ledger.snapshot.bucket,
    write: (path, content) => bucket.put(keyOf(path), content),
    delete: (path) => bucket.delete(keyOf(path)),
    rename: (from, to) => {
      bucket.put(keyOf(to), bucket.get(keyOf(from))?.bytes ?? '');
      bucket.delete(keyOf(from));
    },
  };
}
