import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const MIB = 1024 * 1024;

/** Keeps rewriting its files with bytes of other lengths until it is ended, with short pauses. */
async function write(files: readonly string[]): Promise<never> {
  for (let i = 0; ; i++) {
    const letter = String.fromCharCode(97 + (i % 26));
    for (const file of files) writeFileSync(file, letter.repeat(MIB + i));
    if (i === 0) console.log('writing');
    // Like a program that saves: some pauses are long enough to read a whole file.
    await delay(i % 5 === 0 ? 60 : 1);
  }
}

void write(process.argv.slice(2));
