-- Work of an order that is cancelled before anything is cut goes back: its rows are taken away, its sheets stay as withdrawn.
alter table cut_sheet drop constraint cut_sheet_state_check;
alter table cut_sheet add constraint cut_sheet_state_check
  check (state in ('released', 'cut', 'damaged', 'withdrawn'));
grant delete on released_order, production_unit, work_order, part, operation to tenon_app;
