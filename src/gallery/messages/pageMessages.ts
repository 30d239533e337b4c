import { readDetailsMessage } from './detailsMessages.js';
import { THUMBNAIL_SIZE, type FromPage } from './protocol.js';
import { isSort } from './sorts.js';

/** The largest number of thumbnails in one request: a page shows fewer than 500 cards. */
const MAX_WANTED_THUMBNAILS = 1000;

/**
 * Checks a message from the page field by field: the page shows names and captions that anybody may have written.
 * Throws `TypeError` for everything that is not a `FromPage`.
 */
export function readPageMessage(message: unknown): FromPage {
  if (!isRecord(message)) throw unexpected(message);
  const { type } = message;
  switch (type) {
    case 'ready':
    case 'syncFromS3':
    case 'undoLastSync':
    case 'cancelSync':
    case 'dismissSummary':
    case 'refresh':
    case 'showLog':
      return { type };
    case 'syncToS3':
    case 'previewSync': {
      const { images } = message;
      if (images === null) return { type, images };
      if (isPaths(images) && images.length > 0) return { type, images };
      break;
    }
    case 'followSummary':
      if (typeof message['action'] === 'number') return { type, action: message['action'] };
      break;
    case 'setSyncDeletes':
      if (typeof message['value'] === 'boolean') return { type, value: message['value'] };
      break;
    case 'setThumbnailSize':
      if (isThumbnailSize(message['size'])) return { type, size: message['size'] };
      break;
    case 'setSort':
      if (isSort(message['sort'])) return { type, sort: message['sort'] };
      break;
    case 'openImage':
    case 'openCaption':
    case 'renamePair':
    case 'wantOriginal':
      if (typeof message['path'] === 'string') return { type, path: message['path'] };
      break;
    case 'deletePairs': {
      const { images } = message;
      if (isPaths(images) && images.length > 0) return { type, images };
      break;
    }
    case 'wantThumbnails': {
      const { paths } = message;
      if (isPaths(paths) && paths.length <= MAX_WANTED_THUMBNAILS) return { type, paths };
      break;
    }
    case 'failed':
      if (typeof message['message'] === 'string') return { type, message: message['message'] };
      break;
    default: {
      const details = readDetailsMessage(message);
      if (details !== undefined) return details;
    }
  }
  throw unexpected(message);
}

/** The folder's URI from the saved state of a page; `undefined`: it has none. */
export function folderOfState(state: unknown): string | undefined {
  return isRecord(state) && typeof state['folder'] === 'string' ? state['folder'] : undefined;
}

export function isThumbnailSize(value: unknown): value is number {
  return typeof value === 'number' && value >= THUMBNAIL_SIZE.min && value <= THUMBNAIL_SIZE.max;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPaths(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((path) => typeof path === 'string');
}

function unexpected(message: unknown): TypeError {
  const type = isRecord(message) ? String(message['type']) : typeof message;
  return new TypeError(`The gallery sent a message that is not understood: ${type.slice(0, 100)}`);
}
