/** Parts that come one after the other in one memory, wiped as soon as the next is asked for: who keeps one is found out. */
export async function* inOneMemory(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  const memory = Buffer.alloc(Math.max(...parts.map(({ length }) => length)));
  for (const part of parts) {
    await Promise.resolve();
    memory.set(part);
    yield memory.subarray(0, part.length);
    memory.fill(0);
  }
}
