import type { ColumnType } from 'kysely';
import type { Instant } from '#domain/kernel/days.ts';
import type { Id } from '#domain/kernel/ids.ts';
import type { Hmm, Minor } from '#domain/kernel/units.ts';
import type { CentreKind, WorkCentre } from '#domain/product/factory.ts';
import type { ClosedDay, WorkHours } from './contract.ts';

/** The tables of the catalogue. JSON columns are written as text and come back parsed. */
export interface CatalogTables {
  workshop: {
    tenant_id: Id;
    pre_mill_hmm: Hmm;
    edge_over_length_hmm: Hmm;
    yield_percent: number;
    kerf_hmm: Hmm;
    trim_hmm: Hmm;
    book_height_hmm: Hmm | null;
    offcut_length_hmm: Hmm;
    offcut_width_hmm: Hmm;
    offcut_value_percent: number;
    closed_days: Json<ClosedDay[]>;
  };
  board_material: {
    tenant_id: Id;
    id: Id;
    code: string;
    name: string;
    decor: string;
    thickness_hmm: Hmm;
    grain: 'none' | 'length';
    price_minor_per_m2: Minor;
    grams_per_m2: number;
    formats: Json<{ length: Hmm; width: Hmm }[]>;
    emission_class: string | null;
    claim: string | null;
  };
  edge_band: {
    tenant_id: Id;
    id: Id;
    code: string;
    name: string;
    thickness_hmm: Hmm;
    height_hmm: Hmm;
    price_minor_per_m: Minor;
  };
  hardware_item: { tenant_id: Id; id: Id; code: string; name: string; price_minor: Minor };
  work_centre: {
    tenant_id: Id;
    id: Id;
    code: string;
    name: string;
    kind: CentreKind;
    people: number;
    machines: number;
    rate_minor_per_hour: Minor;
    set_up_minutes: number;
    set_up_per: WorkCentre['setUpPer'];
    run_ms: number | null;
    weekly: Json<WorkHours[]>;
    position: number;
  };
  product: { tenant_id: Id; id: Id; code: string; version: number };
  product_version: {
    tenant_id: Id;
    product_id: Id;
    version: number;
    name: string;
    definition: Json<unknown>;
    made_at: Instant;
    made_by: string;
  };
}

/** A jsonb column: text on the way in, the value on the way out. */
type Json<T> = ColumnType<T, string, string>;
