/** Loaded first in every thread of a locked process. */
import { lockOutside } from './lock.ts';

lockOutside();
