create table ledger.alert (
    id              bigint generated always as identity primary key,
    rule            text        not null,
    task            text collate "C" not null references ledger.task on delete cascade,
    run             text collate "C",
    message         text        not null,
    message_en      text        not null,
    occurrences     int         not null default 1,
    raised_at       timestamptz not null default clock_timestamp(),
    renewed_at      timestamptz not null default clock_timestamp(),
    recovered_at    timestamptz,
    acknowledged_at timestamptz
);
comment on table ledger.alert is 'Trouble of a task from the moment it showed itself until it was gone.';
create unique index alert_open on ledger.alert (rule, task) where recovered_at is null;
create index alert_newest on ledger.alert (id desc);

create table ledger.alert_notice (
    id          bigint generated always as identity primary key,
    alert       bigint      not null references ledger.alert on delete cascade,
    event       text        not null check (event in ('RAISED', 'RECOVERED')),
    channel     text        not null,
    attempts    int         not null default 0,
    due_at      timestamptz not null default clock_timestamp(),
    arrived_at  timestamptz,
    given_up_at timestamptz,
    reason      text
);
comment on table ledger.alert_notice is 'What channels must still tell of alerts, and what they have told.';
create index alert_notice_waiting on ledger.alert_notice (due_at, id) where arrived_at is null and given_up_at is null;
create index alert_notice_of_alert on ledger.alert_notice (alert, id);
