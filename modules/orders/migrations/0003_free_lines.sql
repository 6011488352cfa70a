-- Lines that say something (text) or sell something that is not made here (free: delivery, assembly on site, a sink).
alter table sales_order_line drop constraint sales_order_line_kind_check;
alter table sales_order_line add constraint sales_order_line_kind_check
  check (kind in ('product', 'part_list', 'free', 'text'));
alter table sales_order_line add column note text not null default '';          -- below the name, several lines
alter table sales_order_line add column unit text not null default '';          -- of the quantity, as written: 'h', 'm²'; '' = pieces
alter table sales_order_line add column other_minor bigint not null default 0;  -- what the whole free line costs the factory itself
alter table sales_order_line add constraint sales_order_line_text_is_free_of_charge
  check (kind <> 'text' or (unit_net_minor = 0 and other_minor = 0));
