-- Invoices that stand for an order: while there is one, the order cannot be cancelled. A credit note in full takes it away.
create table order_document (
  tenant_id uuid not null,
  sales_order_id uuid not null,
  document_id uuid not null,
  number text not null,                        -- as on paper
  primary key (tenant_id, sales_order_id, document_id),
  foreign key (tenant_id, sales_order_id) references sales_order (tenant_id, id)
);
select shard('order_document');
grant select, insert, delete on order_document to tenon_app;
