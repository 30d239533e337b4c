/** Items per piece, which is then a few hundred kilobytes long. */
const ITEMS_PER_PIECE = 1000;

/**
 * Yields the text of `JSON.stringify(value, null, 2)` in pieces, so that the plan of a large style is never held as one
 * string. It splits the value itself if it is an array, and the arrays among its fields.
 */
export function* jsonPieces(value: object): Generator<string> {
  if (Array.isArray(value)) {
    yield* arrayPieces(value, '');
    return;
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  yield '{';
  for (const [index, [name, field]] of fields.entries()) {
    yield `${index === 0 ? '' : ','}\n  ${JSON.stringify(name)}: `;
    if (Array.isArray(field)) yield* arrayPieces(field, '  ');
    else yield indented(JSON.stringify(field, null, 2), '  ');
  }
  yield fields.length === 0 ? '}' : '\n}';
}

function* arrayPieces(items: readonly unknown[], indent: string): Generator<string> {
  if (items.length === 0) {
    yield '[]';
    return;
  }
  for (let from = 0; from < items.length; from += ITEMS_PER_PIECE) {
    const text = JSON.stringify(items.slice(from, from + ITEMS_PER_PIECE), null, 2);
    yield (from === 0 ? '[' : ',') + indented(text.slice(1, -2), indent);
  }
  yield `\n${indent}]`;
}

/** Indents a JSON text. Newlines in strings are escaped, so each newline in the text begins a line. */
const indented = (text: string, indent: string): string =>
  indent === '' ? text : text.replaceAll('\n', `\n${indent}`);
