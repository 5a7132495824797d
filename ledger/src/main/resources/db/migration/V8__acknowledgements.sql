-- Sources that keep account of what was taken from them have to be told how each run ended. The note is written before the run takes anything and goes when
-- the source has been told.
create table ledger.acknowledgement (
    run      text collate "C" primary key references ledger.run on delete cascade,
    source   text collate "C" not null,
    tries    int         not null default 0,
    due_at   timestamptz not null default clock_timestamp(),
    trouble  text
);
comment on table ledger.acknowledgement is 'Runs whose source has yet to be told how they ended; due_at is the next turn.';
create index acknowledgement_due on ledger.acknowledgement (due_at);
