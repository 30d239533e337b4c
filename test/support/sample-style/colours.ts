/** A colour and its word in captions. */
export interface Colour {
  readonly word: string;
  readonly hex: string;
}

export const STRONG_COLOURS: readonly Colour[] = [
  { word: 'red', hex: '#e5484d' },
  { word: 'orange', hex: '#f76b15' },
  { word: 'yellow', hex: '#ffc53d' },
  { word: 'green', hex: '#30a46c' },
  { word: 'teal', hex: '#12a594' },
  { word: 'blue', hex: '#0090ff' },
  { word: 'purple', hex: '#8e4ec6' },
  { word: 'pink', hex: '#e93d82' },
];

export const PALE_COLOURS: readonly Colour[] = [
  { word: 'pale yellow', hex: '#fff7c2' },
  { word: 'pale blue', hex: '#d5efff' },
  { word: 'pale green', hex: '#d6f1df' },
  { word: 'pale pink', hex: '#fee9f5' },
  { word: 'light grey', hex: '#e8e8ec' },
];

/** The colour with its article: `a red`, `an orange`. */
export const a = ({ word }: Colour): string => `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
