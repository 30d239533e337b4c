import { DEBIAN_SID, debianSidIsInstalled, versionInDebianSid } from '../support/servers/debianSid.js';
import type { Machine } from '../support/servers/machine.js';
import type { RealServer } from '../support/servers/realServer.js';
import type { Protection } from '../../src/core/ports/objectStore.js';
import { overBothPaths } from '../contract/bothPaths.js';
import { conditionsContract } from '../contract/conditionsContract.js';
import {
  objectStoreContract,
  type ContractServer,
  type ServerTraits,
} from '../contract/objectStoreContract.js';
import { commandLineStory } from './commandLineStory.js';

const WHY_NOT = 'Debian sid is not installed beside this system (npm run test:servers installs it, as root)';

/** A server from Debian sid, with the capabilities that the tests expect to detect. */
export interface ServerUnderTest {
  readonly name: string;
  readonly debianPackage: string;
  readonly start: (machine: Machine) => Promise<RealServer>;
  readonly traits?: ServerTraits;
  /** The protection in a bucket without versions. */
  readonly protection: Protection;
  /** The protection in a bucket with versions. */
  readonly protectionWithVersions: Protection;
  /**
   * Whether the server checks conditions of simultaneous writes: in a bucket without versions, and in one with them.
   */
  readonly checksAtOnce: readonly [boolean, boolean];
}

/** Defines all tests of a server: the contract suites with both request paths, and the command line's story. */
export function onServer(server: ServerUnderTest): void {
  const { name, debianPackage, traits, protection, protectionWithVersions, checksAtOnce } = server;
  if (!debianSidIsInstalled()) {
    describe(name, () => {
      it(`is not run: ${WHY_NOT}`, () => {
        throw new Error(WHY_NOT);
      });
    });
    return;
  }
  before(async () => {
    console.log(`${name}: ${debianPackage} ${await versionInDebianSid(debianPackage)}`);
  });
  overBothPaths(name, () => {
    const start = startedOnce(server);
    objectStoreContract(name, start, traits);
    conditionsContract(name, start, protection, { checksAtOnce: checksAtOnce[0] });
    conditionsContract(`${name} with versions`, start, protectionWithVersions, {
      versioned: true,
      checksAtOnce: checksAtOnce[1],
    });
  });
  describe(`The command line on ${name}`, () => {
    const start = startedOnce(server);
    commandLineStory('a bucket without versions', start, false);
    commandLineStory('a bucket with versions', start, true);
  });
}

/** Starts the server before the first test and ends it after the last one; returns a getter for it. */

function startedOnce({ start }: ServerUnderTest): () => Promise<ContractServer & RealServer> {
  let server: RealServer;
  before(async function () {
    this.timeout(180_000);
    server = await start(DEBIAN_SID);
  });
  after(async () => {
    await (server as RealServer | undefined)?.close();
  });
  return () =>
    Promise.resolve({
      endpoint: server.endpoint,
      credentials: server.credentials,
      createBucket: (bucket) => server.createBucket(bucket),
      keepVersions: (bucket) => server.keepVersions(bucket),
      close: () => Promise.resolve(),
    });
}
