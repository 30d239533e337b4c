/** `{0} of {1}` with its places filled; numbers as the reader's language writes them. */
export class TextFormat {
  readonly #number: Intl.NumberFormat;

  constructor(language: string) {
    this.#number = new Intl.NumberFormat(language);
  }

  fill(template: string, ...values: readonly (string | number)[]): string {
    return template.replace(/\{(\d)\}/g, (place, index: string) => {
      const value = values[Number(index)];
      return value === undefined ? place : typeof value === 'number' ? this.#number.format(value) : value;
    });
  }
}
