import type { Product } from '../definition.ts';
import { BASE600 } from './base-cabinet.ts';
import { BOOK800 } from './bookshelf.ts';
import { DESK1600 } from './desk.ts';
import { DRAW600 } from './drawer-cabinet.ts';
import { TALL600 } from './tall-cabinet.ts';
import { WALL600 } from './wall-cabinet.ts';
import { WARD1000 } from './wardrobe.ts';

/** The families a new workspace starts with; factories copy and change them. */
export const LIBRARY: readonly Product[] = [BASE600, WALL600, DRAW600, TALL600, WARD1000, DESK1600, BOOK800];
