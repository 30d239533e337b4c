import type { Socket } from 'node:net';

/**
 * Ties the two sockets of a forwarded connection: if one closes, the other is closed too. Their errors are ignored,
 * because either may close at any time. Both are in `open` while they are open.
 */
export function tieSockets(client: Socket, upstream: Socket, open: Set<Socket>): void {
  for (const [socket, other] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    open.add(socket);
    socket.on('error', () => other.destroy());
    socket.on('close', () => {
      open.delete(socket);
      other.destroy();
    });
  }
}
