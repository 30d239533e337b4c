/** A folder that the tools are measured with: pairs of generated images and captions, the same in every run. */
export interface DataSet {
  readonly name: SetName;
  readonly title: string;
  readonly pairs: number;
  /** Bytes of an image: each has a size of its own between the two. */
  readonly imageBytes: readonly [smallest: number, largest: number];
  readonly captionBytes: number;
  /** Whether it goes over the wire; else it lies on both sides from the start, and is only compared. */
  readonly isTransferred: boolean;
}

export type SetName = 'small' | 'wide' | 'real' | 'deep';

/** One file of a data set. */
export interface DataFile {
  /** From the folder, with `/`. */
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
    // What counts is how many there are.
    name: 'deep',
    title: 'a great many pairs, compared only',
    pairs: 100_000,
    imageBytes: [KIB / 2, KIB],
    captionBytes: 40,
    isTransferred: false,
  },
];

/** The same set with another number of pairs, of which there are always enough for every kind of change. */
export const scaled = (set: DataSet, scale: number): DataSet => ({
  ...set,
  pairs: Math.max(2, Math.round(set.pairs * scale)),
});

/** Steps of it visit a span evenly, large beside small. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The files of a pair, by its number from 0 on. */
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
