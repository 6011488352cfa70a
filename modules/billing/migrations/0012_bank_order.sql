-- Movements of the bank in the order in which jobs look at them, stretch by stretch.
create index bank_line_booked on bank_line (tenant_id, booked_on, id);
