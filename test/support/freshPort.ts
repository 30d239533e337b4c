import type { AddressInfo, Server } from 'node:net';

/** The ports of all servers and proxies of this process. */
const usedPorts = new Set<number>();

/**
 * Lets a server listen on loopback. Resolves to the port. A port chosen by the system (`wanted` is 0) is never one of
 * an earlier server or proxy of this process: the product remembers the capabilities of a server by its address, and
 * this server may have others.
 */
export async function listenOnFreshPort(server: Server, wanted = 0): Promise<number> {
  for (;;) {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    if (wanted !== 0 || !usedPorts.has(port)) {
      usedPorts.add(port);
      return port;
    }
    await new Promise((resolve) => server.close(resolve));
  }
}
