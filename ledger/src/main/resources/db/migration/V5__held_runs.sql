-- Runs that wait until somebody decides what the changed columns of their source mean.
alter table ledger.run drop constraint run_status_check;
alter table ledger.run add constraint run_status_check check (status in ('QUEUED', 'RUNNING', 'STOPPING', 'HELD', 'FINISHED'));

create table ledger.hold (
    run        text collate "C" primary key references ledger.run on delete cascade,
    held       jsonb       not null,
    held_at    timestamptz not null default clock_timestamp(),
    decision   jsonb,
    decided_at timestamptz,
    check ((decision is null) = (decided_at is null))
);
comment on table ledger.hold is 'Why a run was held, what it needs to go on without its source, and what was decided. A held run with a decision can be claimed.';

create table ledger.drift_decision (
    task       text collate "C" not null references ledger.task on delete cascade,
    dataset    text collate "C" not null,
    difference text        not null,
    decision   jsonb       not null,
    run        text collate "C" not null,
    decided_at timestamptz not null default clock_timestamp(),
    primary key (task, dataset, difference)
);
comment on table ledger.drift_decision is 'Decisions to go on, by the fingerprint of the difference: the same difference of the same task is not asked about again.';
