import type { ImagesChangedMessage, ImagesMessage, PackedMessage, ToPage } from './protocol.js';

/**
 * A message as bytes. VS Code looks at every single value of a message that it sends, and writes it as text within a
 * text within a text; bytes it sends as they are.
 */
export function packMessage(message: ImagesMessage | ImagesChangedMessage): PackedMessage {
  return { type: 'packed', bytes: new TextEncoder().encode(JSON.stringify(message)).buffer };
}

/** The message that was packed; any other as it is. */
export function unpackMessage(message: ToPage | PackedMessage): ToPage {
  if (message.type !== 'packed') return message;
  return JSON.parse(new TextDecoder().decode(message.bytes)) as ImagesMessage | ImagesChangedMessage;
}
