-- Runs of a task follow each other by number: a clock that is set back must not bring an older position back.
alter table ledger.run add column sequence bigint;
update ledger.run set sequence = numbered.n
    from (select id, row_number() over (order by queued_at, id) as n from ledger.run) numbered where numbered.id = run.id;
create sequence ledger.run_sequence owned by ledger.run.sequence;
select setval('ledger.run_sequence', coalesce((select max(sequence) from ledger.run), 0) + 1, false);
alter table ledger.run alter column sequence set default nextval('ledger.run_sequence'), alter column sequence set not null;
comment on column ledger.run.sequence is 'The order in which runs were enqueued.';

drop index ledger.run_open;
drop index ledger.run_newest;
drop index ledger.run_newest_of_task;
create index run_open on ledger.run (sequence) where status <> 'FINISHED';
create unique index run_newest on ledger.run (sequence desc);
create index run_newest_of_task on ledger.run (task, sequence desc);
