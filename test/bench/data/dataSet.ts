/** A folder for measurements: pairs of generated images and captions, the same in every run. */
export interface DataSet {
  readonly name: SetName;
  readonly title: string;
  readonly pairs: number;
  /** Bytes of an image: each image has its own size between the two. */
  readonly imageBytes: readonly [smallest: number, largest: number];
  readonly captionBytes: number;
  /** Whether the set is transferred; otherwise it is on both sides from the start and is only compared. */
  readonly isTransferred: boolean;
}

export type SetName = 'small' | 'wide' | 'real' | 'deep';

/** One file of a data set. */
export interface DataFile {
  /** Path relative to the folder, with `/`. */
  readonly path: string;
  readonly kind: 'image' | 'caption';
  readonly bytes: number;
}

const KIB = 1024;

export const DATA_SETS: readonly DataSet[] = [
  {
    name: 'small',
    title: 'images of 100 KiB, captions of 200 B',
    pairs: 2000,
    imageBytes: [100 * KIB, 100 * KIB],
    captionBytes: 200,
    isTransferred: true,
  },
  {
    name: 'wide',
    title: 'images of 20 KiB, captions of 200 B',
    pairs: 20_000,
    imageBytes: [20 * KIB, 20 * KIB],
    captionBytes: 200,
    isTransferred: true,
  },
  {
    name: 'real',
    title: 'photo-like images of 1–3 MB, captions of 200 B',
    pairs: 300,
    imageBytes: [1_000_000, 3_000_000],
    captionBytes: 200,
    isTransferred: true,
  },
  {
    // Only the number of files matters.
    name: 'deep',
    title: 'a great many pairs, compared only',
    pairs: 100_000,
    imageBytes: [KIB / 2, KIB],
    captionBytes: 40,
    isTransferred: false,
  },
];

/** The same set with a scaled number of pairs, but always enough for every kind of change. */
export const scaled = (set: DataSet, scale: number): DataSet => ({
  ...set,
  pairs: Math.max(2, Math.round(set.pairs * scale)),
});

/** Multiples of the golden ratio (modulo 1) cover a range evenly and mix large and small values. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The files of a pair, by its number, starting at 0. */
export function filesOfPair(set: DataSet, pair: number): readonly [image: DataFile, caption: DataFile] {
  const [smallest, largest] = set.imageBytes;
  const bytes = smallest + Math.floor(((pair * GOLDEN) % 1) * (largest - smallest + 1));
  const stem = `image-${String(pair).padStart(6, '0')}`;
  return [
    { path: `${stem}.jpg`, kind: 'image', bytes },
    { path: `${stem}.txt`, kind: 'caption', bytes: set.captionBytes },
  ];
}

export function* filesOf(set: DataSet): Generator<DataFile> {
  for (let pair = 0; pair < set.pairs; pair++) yield* filesOfPair(set, pair);
}

export const bytesOf = (set: DataSet): number => [...filesOf(set)].reduce((sum, { bytes }) => sum + bytes, 0);
