/** Countries that can be chosen when a service is ordered, ISO 3166-1: the EU, its neighbours, and where else people ask from. */
export const COUNTRIES =
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK AL BA CH GB GE IS LI MD ME MK NO RS TR UA AE AU CA IN JP NZ SG US ZA'.split(
    ' ',
  );
