import type { Socket } from 'node:net';

/**
 * Two ends of a connection that something passes on: where one goes, so does the other. Either may be gone in the middle
 * of anything, which is an error of nobody's. Both are in `open` as long as they are.
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
