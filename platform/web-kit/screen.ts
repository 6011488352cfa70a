import type { ComponentType } from 'react';
import type { CallInput } from '#platform/http/client.ts';
import type { ResponseOf } from '#platform/http/contract.ts';
import type { Words } from '#platform/words/words.ts';
import type { AnyRouteLike } from './data.ts';

/** The seven places of the office's navigation, and what stands below the line. */
export const PLACES = [
  'today',
  'orders',
  'products',
  'cutting',
  'schedule',
  'stock',
  'money',
  'customers',
  'mail',
  'hosting',
  'settings',
] as const;
export type Place = (typeof PLACES)[number];

/** A small figure beside a place in the navigation: how many wait there. */
export interface NavCount {
  readonly route: AnyRouteLike;
  /** event beginnings after which it is asked for anew */
  readonly live: readonly string[];
  /** text beside the place, or null for none */
  readonly of: (answer: never) => string | number | null;
}

/** The way a module shows itself in the navigation. */
export interface NavEntry {
  readonly place: Place;
  /** within the place; the lowest is what the place opens */
  readonly order: number;
  /** second key after `g` */
  readonly shortcut: string;
  readonly count?: NavCount;
  /** the screen's own title instead of the place's name: for one that stands in another's place */
  readonly named?: true;
}

/** One screen of the office, declared by its module in `ui/screens.ts`. */
export interface Screen {
  /** as the router writes it: `/orders/$orderId` */
  readonly path: string;
  readonly words: Words;
  /** key in `words`: the name in the navigation, the tab and the palette */
  readonly title: string;
  /** permission; without it the screen is not offered */
  readonly may?: string;
  readonly nav?: NavEntry;
  readonly component: () => Promise<{ default: ComponentType }>;
}

/** Something the palette can find, by asking a route. */
export interface Finder {
  readonly words: Words;
  /** key in `words`: the heading above its finds */
  readonly title: string;
  readonly may?: string;
  readonly find: (call: FinderCall, text: string) => Promise<readonly Found[]>;
}
export type FinderCall = <T extends AnyRouteLike>(route: T, input: CallInput<T>) => Promise<ResponseOf<T>>;
export interface Found {
  readonly title: string;
  readonly hint?: string;
  readonly href: string;
}

/** One page of the station, declared in `ui/station/screens.ts`; without Mantine, ≤ 150 KB with everything around it. */
export interface StationScreen {
  /** below `/station`: `` is the start, `$stationId` a parameter */
  readonly path: string;
  readonly words: Words;
  readonly title: string;
  readonly component: () => Promise<{ default: ComponentType }>;
}

/** Parts of the operator's navigation, in the order in which they stand. */
export const OPERATOR_GROUPS = ['customers', 'people', 'promises', 'site', 'installation'] as const;

/** One page of the operator's entry, declared in `ui/operator/screens.ts`. */
export interface OperatorScreen {
  /** the whole path as the router writes it: `/operator/policies/$document` */
  readonly path: string;
  readonly words: Words;
  /** key in `words`: the name in the navigation */
  readonly title: string;
  readonly may: string;
  /** absent: reached from another screen */
  readonly nav?: { readonly group: (typeof OPERATOR_GROUPS)[number]; readonly order: number };
  readonly component: () => Promise<{ default: ComponentType }>;
}

/** Names the parameter types of a count, so that `of` sees the route's answer. */
export function navCount<T extends AnyRouteLike>(
  route: T,
  live: readonly string[],
  of: (answer: ResponseOf<T>) => string | number | null,
): NavCount {
  return { route, live, of };
}

/** Declares screens whose titles must be keys of the module's words. */
export function defineScreens<K extends string>(
  words: Words<K>,
  screens: readonly (Omit<Screen, 'words' | 'title'> & { readonly title: K })[],
): readonly Screen[] {
  return screens.map((screen) => ({ ...screen, words: words as unknown as Words }));
}

export function defineStationScreens<K extends string>(
  words: Words<K>,
  screens: readonly (Omit<StationScreen, 'words' | 'title'> & { readonly title: K })[],
): readonly StationScreen[] {
  return screens.map((screen) => ({ ...screen, words: words as unknown as Words }));
}

export function defineOperatorScreens<K extends string>(
  words: Words<K>,
  screens: readonly (Omit<OperatorScreen, 'words' | 'title'> & { readonly title: K })[],
): readonly OperatorScreen[] {
  return screens.map((screen) => ({ ...screen, words: words as unknown as Words }));
}
