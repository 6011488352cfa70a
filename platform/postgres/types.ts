import pg from 'pg';
import type { CustomTypesConfig } from 'pg';

/**
 * How PostgreSQL's values look in code: `bigint` → BigInt (money), `date` → Day text, `timestamptz` → Instant
 * text in UTC, `numeric` → decimal text. Everything else as the driver gives it.
 */
const parsers: Record<number, (text: string) => unknown> = {
  20: (text) => BigInt(text),
  1082: (text) => text,
  // '2026-03-02 09:00:00.5+00': an ISO zone has minutes.
  1184: (text) => new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString(),
};

/** The driver's own parser for everything not in the table above. */
export const valueTypes: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    format !== 'binary' && parsers[oid]
      ? parsers[oid]
      : pg.types.getTypeParser(oid, format)) as CustomTypesConfig['getTypeParser'],
};
