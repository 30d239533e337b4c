import { startMoto } from '../support/servers/moto.js';
import { onServer } from './onServer.js';

describe('Servers: moto', () => {
  onServer({
    name: 'moto',
    debianPackage: 'python3-moto',
    start: startMoto,
    traits: { many: false, lacks: ['checks MD5', 'checks keys', 'limits names'] },
    protection: { create: 'server', replace: 'server', delete: 'server', etagQuotes: 'with' },
    protectionWithVersions: { create: 'server', replace: 'server', delete: 'server', etagQuotes: 'with' },
    checksAtOnce: [false, false],
  });
});
