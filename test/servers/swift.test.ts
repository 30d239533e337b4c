import { startSwift } from '../support/servers/swift.js';
import { onServer } from './onServer.js';

describe('Servers: OpenStack Swift', () => {
  onServer({
    name: 'OpenStack Swift',
    debianPackage: 'swift-proxy',
    start: startSwift,
    traits: { many: false },
    protection: { create: 'server', replace: 're-check', delete: 'server', etagQuotes: 'with' },
    protectionWithVersions: { create: 'server', replace: 're-check', delete: 're-check', etagQuotes: 'with' },
    checksAtOnce: [false, false],
  });
});
