-- An archive names the migrations of the database it comes from, so that an older program does not take it for its own.
grant select on schema_migration to tenon_app;
