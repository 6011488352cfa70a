import type { Product } from '../definition.ts';

/** What the names of the library and of its factory are called in German; codes and formulas know no language. */
const GERMAN: Readonly<Record<string, string>> = {
  'ABS 0.8×22 white': 'ABS 0,8×22 weiß',
  'ABS 1.0×22 decor': 'ABS 1,0×22 Dekor',
  'ABS 2.0×28 decor': 'ABS 2,0×28 Dekor',
  'Adjustable shelves': 'Verstellbare Böden',
  Assembly: 'Montage',
  Bookshelf: 'Bücherregal',
  'CNC drill': 'CNC-Bohrautomat',
  'Cabinet leg 100': 'Sockelfuß 100',
  'Cable grommet 60': 'Kabeldurchlass 60',
  'Cam 15 with bolt': 'Exzenter 15 mit Bolzen',
  Decor: 'Dekor',
  'Delivery and installation': 'Lieferung und Einbau',
  Depth: 'Tiefe',
  Desk: 'Schreibtisch',
  'Dowel 8×30': 'Dübel 8×30',
  Drawers: 'Schubkästen',
  'Edge bander': 'Kantenanleimer',
  Finishing: 'Oberfläche',
  'HDF 3 white': 'HDF 3 weiß',
  'Handle 160': 'Griff 160',
  'Handle 320': 'Griff 320',
  Height: 'Höhe',
  'Height of the lower doors': 'Höhe der unteren Türen',
  'Hinge 110° clip with plate': 'Topfband 110° Clip mit Platte',
  'Kitchen base cabinet': 'Küchenunterschrank',
  'Kitchen drawer cabinet': 'Küchenschubkastenschrank',
  'Kitchen wall cabinet': 'Küchenoberschrank',
  'Levelling foot': 'Stellfuß',
  'Melamine chipboard 18 oak': 'Spanplatte melaminbeschichtet 18 Eiche',
  'Melamine chipboard 18 white': 'Spanplatte melaminbeschichtet 18 weiß',
  'Melamine chipboard 25 oak': 'Spanplatte melaminbeschichtet 25 Eiche',
  Oak: 'Eiche',
  Packing: 'Verpackung',
  'Pair of drawer slides': 'Schubkastenführung, Paar',
  'Panel saw': 'Plattensäge',
  'Shelf pin 5': 'Bodenträger 5',
  Shelves: 'Böden',
  'Tall cabinet': 'Hochschrank',
  'Wall bracket': 'Wandhalter',
  'Wardrobe rail set': 'Kleiderstange, Satz',
  'Wardrobe, two doors': 'Kleiderschrank, zwei Türen',
  White: 'Weiß',
  Width: 'Breite',
  'adjustable shelf': 'verstellbarer Boden',
  back: 'Rückwand',
  'back half': 'Rückwandhälfte',
  bottom: 'Unterboden',
  divider: 'Mittelwand',
  door: 'Tür',
  'drawer bottom': 'Schubkastenboden',
  'drawer end': 'Schubkastenhinterstück',
  'drawer front': 'Schubkastenfront',
  'drawer side': 'Schubkastenseite',
  'fixed shelf': 'fester Boden',
  'leg panel': 'Wange',
  'lower door': 'untere Tür',
  'modesty panel': 'Sichtblende',
  oak: 'Eiche',
  plinth: 'Sockel',
  shelf: 'Boden',
  side: 'Seite',
  stretcher: 'Traverse',
  top: 'Oberboden',
  'top/bottom': 'Ober-/Unterboden',
  'top/bottom/fixed shelf': 'Ober-/Unter-/fester Boden',
  'upper door': 'obere Tür',
  white: 'weiß',
};

/**
 * A name of the library as an account of this language gets it. A factory changes its names afterwards as it likes, so
 * they are chosen once, when the library is installed.
 * @param locale `de…` is German, everything else the English of the library
 * @returns the name itself where there is no other
 */
export function libraryName(locale: string, name: string): string {
  return locale.startsWith('de') ? (GERMAN[name] ?? name) : name;
}

/** A product of the library under the names of this language: what it is made of stays the same to the hundredth. */
export function libraryProduct(locale: string, product: Product): Product {
  const called = (name: string): string => libraryName(locale, name);
  return {
    ...product,
    name: called(product.name),
    parameters: product.parameters.map((parameter) =>
      'options' in parameter
        ? {
            ...parameter,
            label: called(parameter.label),
            options: parameter.options.map((option) => ({ ...option, label: called(option.label) })),
          }
        : { ...parameter, label: called(parameter.label) },
    ),
    parts: product.parts.map((part) => ({ ...part, name: called(part.name) })),
  };
}
