/** For each room of `src/`, the rooms that it may import; see `borders.mjs`. */
export declare const ARROWS: Readonly<Record<string, readonly string[]>>;
/** Importer and imported file, below `src/`. */
export declare const EXCEPTIONS: readonly (readonly [importer: string, imported: string])[];
export interface Zone {
  readonly target: string;
  readonly from: readonly string[];
  readonly except?: readonly string[];
  readonly message: string;
}
export declare function zones(exception?: string): readonly Zone[];
export declare function diagram(): string;
