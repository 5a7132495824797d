-- Reconciliation: the statement of a task and day, and the keys by which source and version differ.

create table ledger.reconciliation (
    id        text collate "C" primary key,
    task      text collate "C" not null,
    day       date        not null,
    made_at   timestamptz not null,
    state     text        not null check (state in ('BALANCED', 'UNACKNOWLEDGED', 'DIFFERENT')),
    statement jsonb       not null
);
comment on table ledger.reconciliation is 'Statements, one for each time that a task was reconciled; the newest of a task and day counts.';
create index reconciliation_newest on ledger.reconciliation (made_at desc, id desc);
create index reconciliation_of_task on ledger.reconciliation (task, day desc, made_at desc);

create table ledger.reconciliation_difference (
    reconciliation text collate "C" not null references ledger.reconciliation on delete cascade,
    ordinal        int   not null,
    dataset        text collate "C" not null,
    kind           text  not null check (kind in ('ONLY_IN_SOURCE', 'ONLY_IN_TARGET', 'DIFFERENT')),
    row_key        jsonb not null,
    primary key (reconciliation, ordinal)
);
comment on table ledger.reconciliation_difference is 'Keys that differ, at most 10,000 for each dataset of a statement.';

create table ledger.reconciliation_day (
    task text collate "C" not null,
    day  date not null,
    primary key (task, day)
);
comment on table ledger.reconciliation_day is 'Which tasks were taken for their daily reconciliation, so that of several hubs one does it.';
