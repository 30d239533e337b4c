import type { ImagesChangedMessage, ImagesMessage, PackedMessage, ToPage } from './protocol.js';

/**
 * Packs a message as bytes. VS Code visits every single value of a message that it sends, and encodes it as JSON inside
 * JSON inside JSON; it sends bytes as they are.
 */
export function packMessage(message: ImagesMessage | ImagesChangedMessage): PackedMessage {
  return { type: 'packed', bytes: new TextEncoder().encode(JSON.stringify(message)).buffer };
}

/** Unpacks a packed message; returns any other message as it is. */
export function unpackMessage(message: ToPage | PackedMessage): ToPage {
  if (message.type !== 'packed') return message;
  return JSON.parse(new TextDecoder().decode(message.bytes)) as ImagesMessage | ImagesChangedMessage;
}
