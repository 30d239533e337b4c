import { THUMBNAIL_SIZE } from '../messages/protocol.js';
import { isSort, type Sort } from '../messages/sorts.js';
import { FILTERS, type Filter } from './images/imageFilter.js';

/** The share of the details until the user moves their edge. */
const DETAILS_SIZE = 0.4;

/** The state that outlives hiding the page and reloading the window. */
export interface ViewState {
  /** URI of the style's folder; empty until the panel has sent it. */
  readonly folder: string;
  /** `undefined`: the size last chosen in the workspace. */
  readonly thumbnailSize: number | undefined;
  readonly filter: Filter;
  /** `undefined`: the order last chosen in the workspace. */
  readonly sort: Sort | undefined;
  /** The folded folders, by their paths. */
  readonly folded: readonly string[];
  readonly search: string;
  readonly selected: readonly string[];
  /** Path of the card that has the keyboard focus. */
  readonly active: string | undefined;
  /** Path of the first visible card. */
  readonly top: string | undefined;
  readonly detailsOpen: boolean;
  /** The share of the page that the details have, 0 to 1. */
  readonly detailsSize: number;
}

/** Reads a state that this or another version stored. Invalid fields get their defaults. */
export function readViewState(stored: unknown): ViewState {
  const state = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const {
    folder,
    thumbnailSize,
    filter,
    sort,
    folded,
    search,
    selected,
    active,
    top,
    detailsOpen,
    detailsSize,
  } = state;
  return {
    folder: typeof folder === 'string' ? folder : '',
    thumbnailSize: typeof thumbnailSize === 'number' ? withinLimits(thumbnailSize) : undefined,
    filter: FILTERS.find((known) => known === filter) ?? 'all',
    sort: isSort(sort) ? sort : undefined,
    folded: paths(folded),
    search: typeof search === 'string' ? search : '',
    selected: paths(selected),
    active: typeof active === 'string' ? active : undefined,
    top: typeof top === 'string' ? top : undefined,
    detailsOpen: detailsOpen === true,
    detailsSize: isShare(detailsSize) ? detailsSize : DETAILS_SIZE,
  };
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < 1;
}

function paths(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((path) => typeof path === 'string') : [];
}

function withinLimits(size: number): number {
  return Math.min(THUMBNAIL_SIZE.max, Math.max(THUMBNAIL_SIZE.min, size));
}
