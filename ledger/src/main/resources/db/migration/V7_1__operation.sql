-- How tasks are planned and how they stand; what follows when runs have ended.

alter table ledger.run
    add column trigger text not null default 'MANUAL' check (trigger in ('MANUAL', 'SCHEDULE', 'ARRIVAL', 'AFTER', 'RETRY')),
    add column priority int not null default 0,
    add column retry int not null default 0 check (retry >= 0),
    add column not_before timestamptz not null default clock_timestamp(),
    add column followed boolean not null default false;
comment on column ledger.run.followed is 'Whether what follows on the end of the run has been seen to; false only for moments.';
update ledger.run set followed = true where status = 'FINISHED';
create index run_to_follow on ledger.run (finished_at, id) where status = 'FINISHED' and not followed;

create table ledger.task_state (
    task           text collate "C" primary key references ledger.task on delete cascade,
    planned_for    timestamptz not null default '-infinity',
    schedule       jsonb,
    after_task     text collate "C",
    next_at        timestamptz,
    paused_at      timestamptz,
    expected_since timestamptz,
    last_success   timestamptz,
    listing_seen   text,
    listing_taken  text,
    runs           bigint not null default 0,
    failed         bigint not null default 0,
    published      bigint not null default 0,
    refused        bigint not null default 0,
    millis         bigint not null default 0,
    last_millis    bigint not null default 0
);
comment on table ledger.task_state is 'How a task stands: its next planned time, whether it is paused, since when something is due, and totals of its runs.';
comment on column ledger.task_state.planned_for is 'The changed_at of the order for which next_at was planned.';
create index task_state_due on ledger.task_state (next_at) where paused_at is null and next_at is not null;
create index task_state_after on ledger.task_state (after_task) where after_task is not null;

create table ledger.source_state (
    source     text collate "C" primary key references ledger.source on delete cascade,
    failures   int  not null,
    open_until timestamptz,
    reason     text not null default ''
);
comment on table ledger.source_state is 'Circuit breakers: failures in a row of a source, and until when runs that start by themselves wait.';

create table ledger.dead_letter (
    task          text collate "C" primary key references ledger.task on delete cascade,
    run           text collate "C" not null,
    retries       int         not null,
    error_code    text        not null,
    error_kind    text        not null,
    error_message text        not null,
    since         timestamptz not null default clock_timestamp()
);
comment on table ledger.dead_letter is 'Tasks whose retries are used up, until a run of theirs succeeds.';

create table ledger.calendar_year (
    year       int primary key,
    definition jsonb       not null,
    changed_at timestamptz not null default clock_timestamp()
);
comment on table ledger.calendar_year is 'Holidays and make-up days by year.';
insert into ledger.calendar_year (year, definition) values
    (2025, '{"year":2025,"notice":"国办发明电〔2024〕12号","holidays":["2025-01-01",
        "2025-01-28","2025-01-29","2025-01-30","2025-01-31","2025-02-01","2025-02-02","2025-02-03","2025-02-04",
        "2025-04-04","2025-04-05","2025-04-06","2025-05-01","2025-05-02","2025-05-03","2025-05-04","2025-05-05",
        "2025-05-31","2025-06-01","2025-06-02",
        "2025-10-01","2025-10-02","2025-10-03","2025-10-04","2025-10-05","2025-10-06","2025-10-07","2025-10-08"],
        "makeUpDays":["2025-01-26","2025-02-08","2025-04-27","2025-09-28","2025-10-11"]}'),
    (2026, '{"year":2026,"notice":"国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）","holidays":["2026-01-01","2026-01-02","2026-01-03",
        "2026-02-15","2026-02-16","2026-02-17","2026-02-18","2026-02-19","2026-02-20","2026-02-21","2026-02-22","2026-02-23",
        "2026-04-04","2026-04-05","2026-04-06","2026-05-01","2026-05-02","2026-05-03","2026-05-04","2026-05-05",
        "2026-06-19","2026-06-20","2026-06-21","2026-09-25","2026-09-26","2026-09-27",
        "2026-10-01","2026-10-02","2026-10-03","2026-10-04","2026-10-05","2026-10-06","2026-10-07"],
        "makeUpDays":["2026-01-04","2026-02-14","2026-02-28","2026-05-09","2026-09-20","2026-10-10"]}');
