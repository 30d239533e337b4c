/**
 * Yields parts in one reused buffer, which is wiped before the next part: this exposes a consumer that keeps a part.
 */
export async function* inOneMemory(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(Math.max(...parts.map(({ length }) => length)));
  for (const part of parts) {
    await Promise.resolve();
    memory.set(part);
    yield memory.subarray(0, part.length);
    memory.fill(0);
  }
}
