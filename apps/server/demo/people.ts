import type { Role } from '#platform/http/caller.ts';

/** The demo factory. Accounts are roles, no invented persons; only one-click sign-in opens them. */
export const DEMO_TENANT = {
  slug: 'larch-lane',
  name: 'Larch Lane Furniture (demo)',
  zone: 'Europe/Berlin',
  currency: 'EUR',
  locale: 'en',
  demo: true,
} as const;

export const DEMO_ROLES: readonly { readonly role: Role; readonly name: string }[] = [
  { role: 'owner', name: 'Owner' },
  { role: 'office', name: 'Office' },
  { role: 'planner', name: 'Planner' },
  { role: 'worker', name: 'Worker' },
  { role: 'driver', name: 'Driver' },
];

export const DEMO_COMPANY = {
  legalName: 'Larch Lane Furniture GmbH (demo)',
  street: 'Lärchenweg 12',
  postcode: '70173',
  city: 'Stuttgart',
  country: 'DE',
  phone: '+49 711 000000',
  email: 'office@larch-lane.example',
  vatNumber: 'DE999999995',
  register: 'Amtsgericht Stuttgart, HRB 000000',
  bank: 'Demo Bank',
  iban: 'DE02 1203 0000 0000 2020 51',
  bic: 'BYLADEM1001',
} as const;

export const DEMO_CUSTOMERS = [
  {
    name: 'Forest House Ltd (demo)',
    email: 'orders@forest-house.example',
    street: '4 Mill Street',
    postcode: '72070',
    city: 'Tübingen',
    locale: 'en',
  },
  {
    name: 'Kitchen Corner (demo)',
    email: 'einkauf@kitchen-corner.example',
    street: 'Marktplatz 3',
    postcode: '73728',
    city: 'Esslingen',
    locale: 'de',
  },
  {
    name: 'Harbour Hotel (demo)',
    email: 'projects@harbour-hotel.example',
    street: 'Hafenstraße 21',
    postcode: '70327',
    city: 'Stuttgart',
    locale: 'de',
  },
  {
    name: 'Bright Offices (demo)',
    email: 'fitout@bright-offices.example',
    street: 'Ringstraße 80',
    postcode: '71063',
    city: 'Sindelfingen',
    locale: 'en',
  },
  {
    name: 'Old Town Dental (demo)',
    email: 'praxis@oldtown-dental.example',
    street: 'Kirchgasse 9',
    postcode: '73033',
    city: 'Göppingen',
    locale: 'de',
  },
  {
    name: 'Riverside School (demo)',
    email: 'office@riverside-school.example',
    street: 'Uferweg 1',
    postcode: '70597',
    city: 'Stuttgart',
    locale: 'en',
  },
] as const;

/** Millimetres and percent. Leftovers smaller than the top of a bedside cabinet are not worth a place in the rack. */
export const DEMO_WORKSHOP = {
  preMill: 0.5,
  edgeOverLength: 50,
  yieldPercent: 86,
  kerf: 4.4,
  trim: 10,
  bookHeight: 75,
  offcutLength: 900,
  offcutWidth: 350,
  offcutValuePercent: 30,
  closedDays: [],
};
