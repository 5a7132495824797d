-- What a run was about to publish, written before its first version is committed: a hub that dies in between leaves what its successor needs to end the run.
alter table ledger.run add column decision jsonb;
comment on column ledger.run.decision is 'The publication a run decided on before it committed anything; read only when the run was cut off afterwards.';
