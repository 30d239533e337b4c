import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * A substitute for `@vscode/spdlog` without its compiled part: appends lines to a file. The output channels of
 * extensions are such files, which would otherwise stay empty.
 */
const STAND_IN = `// Stands in for the compiled part, which was not built here.
const fs = require('node:fs');
const path = require('node:path');
const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(file) { this.file = file; this.level = 2; this.raw = false; }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.raw = false; }
  clearFormatters() { this.raw = true; }
  flush() {}
  drop() {}
  write(level, message) {
    if (level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    fs.appendFileSync(this.file, this.raw ? message : time + ' [' + LEVELS[level] + '] ' + message + '\\n');
  }
}
['trace', 'debug', 'info', 'warn', 'error', 'critical'].forEach((name, level) => {
  Logger.prototype[name] = function (message) { this.write(level, message); };
});
const create = async (name, file) => {
  await fs.promises.mkdir(path.dirname(file), { recursive: true });
  return new Logger(file);
};
exports.version = 0;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Gives a server without compiled modules its log files, and so the Output panel its lines. */
export async function provideLogFiles(serverFolder: string): Promise<void> {
  const spdlog = path.join(serverFolder, 'node_modules/@vscode/spdlog');
  const program = path.join(spdlog, 'index.js');
  if (!existsSync(program) || existsSync(path.join(spdlog, 'build/Release/spdlog.node'))) return;
  if ((await readFile(program, 'utf8')) !== STAND_IN) await writeFile(program, STAND_IN);
}
