import { useEffect, useMemo, useState } from 'react';
import { dayIn, type Day } from '#domain/kernel/days.ts';
import { createFormat, type Format } from './format.ts';
import { useLocale } from './locale.ts';
import { useSession } from './session.ts';

const deviceZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The one formatter, in the language of the screen, the zone and the currency of the tenant. */
export function useFormat(): Format {
  const locale = useLocale();
  const tenant = useSession()?.tenant;
  const zone = tenant?.zone ?? deviceZone();
  const currency = tenant?.currency ?? 'EUR';
  return useMemo(() => createFormat({ locale, zone, currency }), [locale, zone, currency]);
}

const MINUTE_MS = 60_000;

/** The day on the tenant's wall; changes at its midnight. */
export function useToday(): Day {
  const zone = useSession()?.tenant.zone ?? deviceZone();
  const [now, setNow] = useState(() => new Date().toISOString());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date().toISOString()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return dayIn(zone, now);
}
