-- Runs that bring refused rows of an earlier run back: mended by a person, or checked again. They wait beside the task's ordinary run, and the next fetch does not
-- go on from them.
alter table ledger.run add column mends text collate "C" references ledger.run;
comment on column ledger.run.mends is 'The run whose refused rows this one brings back; null for an ordinary run.';
drop index ledger.run_waiting;
create unique index run_waiting on ledger.run (task) where status = 'QUEUED' and mends is null;
create index run_mending on ledger.run (mends) where mends is not null;

create table ledger.mending (
    run     text collate "C" primary key references ledger.run on delete cascade,
    dataset text collate "C" not null,
    file    jsonb,
    rows    text
);
comment on table ledger.mending is 'Which table is mended, by which file, and the numbers of the rows that the run takes over (1-5,9): they count once it is PUBLISHED.';
