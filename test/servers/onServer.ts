import { DEBIAN_SID, debianSidIsInstalled, versionInDebianSid } from '../support/servers/debianSid.js';
import type { Machine } from '../support/servers/machine.js';
import type { RealServer } from '../support/servers/realServer.js';
import type { Protection } from '../../src/core/ports/ports.js';
import { overBothPaths } from '../contract/bothPaths.js';
import { conditionsContract } from '../contract/conditionsContract.js';
import {
  objectStoreContract,
  type ContractServer,
  type ServerTraits,
} from '../contract/objectStoreContract.js';
import { commandLineStory } from './commandLineStory.js';

const WHY_NOT = 'Debian sid is not installed beside this system (npm run test:servers installs it, as root)';

/** A server out of Debian's newest suite, and what is to be found about it. */
export interface ServerUnderTest {
  readonly name: string;
  readonly debianPackage: string;
  readonly start: (machine: Machine) => Promise<RealServer>;
  readonly traits?: ServerTraits;
  /** In a bucket without versions. */
  readonly protection: Protection;
  /** In one with versions. */
  readonly protectionWithVersions: Protection;
  /** Whether it checks two writes that come in the same moment: in a bucket without versions, and with them. */
  readonly checksAtOnce: readonly [boolean, boolean];
}

/** Defines everything that a server is tried with: the contract suites over both paths, and the command line's story. */
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

/** The server of the tests that are being defined: started before the first, ended after the last. */
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
