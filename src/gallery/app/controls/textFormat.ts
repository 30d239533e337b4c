/** Fills the placeholders of `{0} of {1}`; numbers are formatted for the user's language. */
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
