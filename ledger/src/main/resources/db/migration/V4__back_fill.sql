-- The window of its source that a run reads once more; both null for an ordinary run.
alter table ledger.run add column window_from text;
alter table ledger.run add column window_to text;
comment on column ledger.run.window_from is 'Beginning of a back-fill, as the connector reads it; such a run leaves the task''s position where it was.';
