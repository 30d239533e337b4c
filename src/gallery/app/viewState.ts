import { THUMBNAIL_SIZE } from '../messages/protocol.js';
import { FILTERS, type Filter } from './images/imageFilter.js';

/** What a page remembers over being hidden and over a reload of the window. */
export interface ViewState {
  /** URI of the style's folder; empty until the panel has told it. */
  readonly folder: string;
  /** `undefined`: as last chosen in the workspace. */
  readonly thumbnailSize: number | undefined;
  readonly filter: Filter;
  readonly search: string;
  readonly selected: readonly string[];
  /** Path of the card that the keyboard is on. */
  readonly active: string | undefined;
  /** Path of the first card in sight. */
  readonly top: string | undefined;
}

/** A state as it was stored, by this version or another: what does not fit is left out. */
export function readViewState(stored: unknown): ViewState {
  const state = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const { folder, thumbnailSize, filter, search, selected, active, top } = state;
  return {
    folder: typeof folder === 'string' ? folder : '',
    thumbnailSize: typeof thumbnailSize === 'number' ? withinLimits(thumbnailSize) : undefined,
    filter: FILTERS.find((known) => known === filter) ?? 'all',
    search: typeof search === 'string' ? search : '',
    selected: Array.isArray(selected) ? selected.filter((path) => typeof path === 'string') : [],
    active: typeof active === 'string' ? active : undefined,
    top: typeof top === 'string' ? top : undefined,
  };
}

function withinLimits(size: number): number {
  return Math.min(THUMBNAIL_SIZE.max, Math.max(THUMBNAIL_SIZE.min, size));
}
