/** How a file may be opened. */
export interface OpeningRule {
  /** Bytes. What is larger is refused; left out: whoever opens it reads it in pieces. */
  readonly atMost?: number;
  /**
   * Where links may lead. Left out: nowhere. `within`: to files in that folder, whose own path has no links; whatever is
   * swapped for a link on the way, what is opened lies in it. `anywhere`: for files that the user names himself.
   */
  readonly links?: { readonly within: string } | 'anywhere';
  /**
   * Nobody is handed the bytes: a hash of them is compared with one that is known. Then a folder that was swapped for a
   * link is not looked for, which takes longer than to open the file.
   */
  readonly isCompared?: boolean;
}
