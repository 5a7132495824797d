-- Tasks that wait for files at a source that cannot be listed.

alter table ledger.task_state add column unseen_since timestamptz;
comment on column ledger.task_state.unseen_since is 'Of a task that waits for arrivals: since when its source cannot be listed; null when the last look went well.';
