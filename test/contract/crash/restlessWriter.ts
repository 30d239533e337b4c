import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const MIB = 1024 * 1024;

/** Writes other bytes of other lengths into its files until it is ended, now and then with a pause for breath. */
async function write(files: readonly string[]): Promise<never> {
  for (let i = 0; ; i++) {
    const letter = String.fromCharCode(97 + (i % 26));
    for (const file of files) writeFileSync(file, letter.repeat(MIB + i));
    if (i === 0) console.log('writing');
    // As if a program saved: sometimes long enough apart for a file to be read whole.
    await delay(i % 5 === 0 ? 60 : 1);
  }
}

void write(process.argv.slice(2));
