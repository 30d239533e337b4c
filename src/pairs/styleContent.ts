import { isHidden, mayBeCaption, stemOf, type ImageExtensions } from '../dataset/pairing.js';
import { stemsOf, type StemFiles } from '../dataset/stemFiles.js';
import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError } from '../core/errors.js';
import { problemWithName, TakenNames } from '../core/names.js';

export interface ContentRules {
  readonly extensions: ImageExtensions;
  /** The beginning of the style's keys, for their length. */
  readonly keyPrefix: string;
  /** Whether names that differ only in case are one file in the folder. */
  readonly foldsCase: boolean;
}

/** The files of a style as an edit sees them, with those that it is going to make. */
export class StyleContent {
  readonly #paths: Set<RelativePath>;
  readonly #stems: ReadonlyMap<string, StemFiles>;
  #taken: TakenNames | undefined;
  /** The stems that have a file, each in the form in which stems are compared. */
  #takenStems: Set<string> | undefined;

  constructor(
    paths: Iterable<RelativePath>,
    private readonly rules: ContentRules,
  ) {
    this.#paths = new Set(paths);
    this.#stems = stemsOf(this.#paths, rules.extensions);
  }

  has(path: RelativePath): boolean {
    return this.#paths.has(path);
  }

  /** The files that share the stem of a path. */
  besides(path: RelativePath): StemFiles {
    const stem = stemOf(path);
    return this.#stems.get(stem) ?? { stem, images: [], captions: [] };
  }

  /** Throws `unsafe-name` where a new file cannot have that name, and `name-taken` where one has it. */
  checkNew(path: RelativePath): void {
    const { extensions, keyPrefix, foldsCase } = this.rules;
    // Names travel between machines: what Windows cannot hold is not made anywhere.
    const problem = problemWithName(path, keyPrefix, 'win32') ?? problemAsData(path, extensions);
    if (problem !== undefined) throw new SyncError('unsafe-name', { file: path, cause: problem });
    if (this.has(path)) throw new SyncError('name-taken', { file: path });
    this.#taken ??= new TakenNames(this.#paths, foldsCase);
    const twin = this.#taken.problemWith(path);
    if (twin !== undefined) throw new SyncError('unsafe-name', { file: path, cause: twin });
  }

  /** The name is spoken for: no later step of the edit may take it. */
  reserve(path: RelativePath): void {
    this.#paths.add(path);
    this.#taken?.add(path);
    this.#takenStems?.add(comparable(stemOf(path)));
  }

  /** The first of `stem copy`, `stem copy 2`, … that no file has, whatever its extension, case and Unicode form. */
  freeStem(stem: string): string {
    this.#takenStems ??= new Set([...this.#paths].map((path) => comparable(stemOf(path))));
    for (let number = 1; ; number++) {
      const free = number === 1 ? `${stem} copy` : `${stem} copy ${String(number)}`;
      if (!this.#takenStems.has(comparable(free))) return free;
    }
  }
}

const comparable = (stem: string): string => stem.toLowerCase().toUpperCase().normalize('NFC');

function problemAsData(path: RelativePath, extensions: ImageExtensions): string | undefined {
  if (isHidden(path)) return 'a name that begins with a dot is hidden from training';
  if (!extensions.isImage(path) && !mayBeCaption(path)) return 'it is neither an image nor a caption';
  return undefined;
}
