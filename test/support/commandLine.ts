import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');
const PEAK_MEMORY = path.resolve(import.meta.dirname, 'peakMemory.cjs');

/** A warning of Node, for example about leaking listeners or descriptors: a bug of the product. */
const WARNING = /^\(node:\d+\) /m;

interface S3 {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** A file with a certificate to trust, in addition to the system's. */
  readonly certificate?: string;
  /** Environment variables, besides those of AWS. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Seconds. */
  readonly seconds: number;
  /** MiB; 0 if the process was killed. */
  readonly peakMemory: number;
}

/** The built command line as a process of its own, in an environment without the user's AWS configuration. */
export class CommandLine {
  readonly #server: S3 | undefined;
  readonly #uid: number | undefined;

  /** `uid`: the user to run as; by default the one who runs the tests. `variables`: these override the others. */
  constructor(
    server?: S3,
    uid?: number,
    private readonly variables: NodeJS.ProcessEnv = {},
  ) {
    this.#server = server;
    this.#uid = uid;
  }

  run(...args: readonly string[]): Promise<Finished> {
    return this.start(...args).finished;
  }

  /** Runs the command line and returns the fields of its `--json` output, which it must print. */
  async json<T = Record<string, unknown>>(
    ...args: readonly string[]
  ): Promise<T & { readonly status: number | null }> {
    const { status, stdout, stderr } = await this.run(...args, '--json');
    try {
      return { ...(JSON.parse(stdout) as T), status };
    } catch (error) {
      throw new Error(`no JSON: ${stdout}\n${stderr}`, { cause: error });
    }
  }

  start(...args: readonly string[]): {
    readonly process: ChildProcess;
    readonly finished: Promise<Finished>;
  } {
    const memoryFile = path.join(
      os.tmpdir(),
      `peak-memory-${String(process.pid)}-${String(performance.now())}`,
    );
    const began = performance.now();
    const child = spawn(process.execPath, ['--require', PEAK_MEMORY, CLI, ...args], {
      env: { ...this.#environment(), PEAK_MEMORY_FILE: memoryFile },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(this.#uid !== undefined && { uid: this.#uid, gid: this.#uid }),
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    const finished = new Promise<Finished>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => {
        const seconds = (performance.now() - began) / 1000;
        const finish = { ...output, status, seconds, peakMemory: takeNumber(memoryFile) / 1024 };
        if (WARNING.test(output.stderr)) reject(new Error(`Node has warned: ${output.stderr}`));
        else resolve(finish);
      });
    });
    return { process: child, finished };
  }

  #environment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
    return {
      ...Object.fromEntries(own),
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(this.#server && {
        AWS_ENDPOINT_URL: this.#server.endpoint,
        AWS_ACCESS_KEY_ID: this.#server.credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: this.#server.credentials.secretAccessKey,
        ...(this.#server.certificate !== undefined && { NODE_EXTRA_CA_CERTS: this.#server.certificate }),
        ...this.#server.variables,
      }),
      ...this.variables,
    };
  }
}

function takeNumber(file: string): number {
  if (!fs.existsSync(file)) return 0;
  const number = Number(fs.readFileSync(file, 'utf8'));
  fs.rmSync(file);
  return number;
}
