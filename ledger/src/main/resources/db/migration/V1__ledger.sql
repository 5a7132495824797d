-- The ledger: what is true besides the data itself. Everything lies in the schema "ledger", apart from other users of the same database
-- (Iceberg's catalog). Identifiers sort by code point (collate "C"), so that paging by id does not depend on the locale of the server.

create table ledger.source (
    id              text collate "C" primary key,
    title           text        not null,
    connector       text        not null,
    settings        jsonb       not null,
    secret_settings text[]      not null,
    format          jsonb       not null,
    created_at      timestamptz not null default clock_timestamp(),
    changed_at      timestamptz not null default clock_timestamp()
);
comment on table ledger.source is 'Systems that are read. Settings named in secret_settings hold enc:v1:<base64>: AES-256-GCM under the hub''s key file, bound to source and setting.';

create table ledger.task (
    id         text collate "C" primary key,
    source     text collate "C" not null references ledger.source,
    dataset    text collate "C" not null,
    every_ms   bigint check (every_ms > 0),
    definition jsonb       not null,
    created_at timestamptz not null default clock_timestamp(),
    changed_at timestamptz not null default clock_timestamp()
);
comment on table ledger.task is 'Standing orders source -> dataset; definition is the whole order, the other columns are what queries need of it.';

create table ledger.run (
    id            text collate "C" primary key,
    task          text collate "C" not null references ledger.task,
    source        text collate "C" not null,
    status        text   not null default 'QUEUED' check (status in ('QUEUED', 'RUNNING', 'STOPPING', 'FINISHED')),
    step          text   not null default 'queued',
    attempt       int    not null default 1 check (attempt >= 1),
    owner         text,
    lease_until   timestamptz,
    outcome       text check (outcome in ('PUBLISHED', 'UNCHANGED', 'REJECTED', 'FAILED')),
    error_code    text,
    error_kind    text,
    error_message text,
    read          bigint not null default 0,
    refused       bigint not null default 0,
    published     bigint not null default 0,
    bytes         bigint not null default 0,
    digest        text,
    position      text,
    queued_at     timestamptz not null default clock_timestamp(),
    started_at    timestamptz,
    finished_at   timestamptz,
    check ((status = 'FINISHED') = (outcome is not null)),
    check ((status = 'FINISHED') = (finished_at is not null)),
    check (status not in ('RUNNING', 'STOPPING') or (started_at is not null and lease_until is not null))
);
comment on table ledger.run is 'Executions of tasks, each written before its work begins. A running run belongs to its owner until lease_until; whoever claims it afterwards goes on as the next attempt.';
comment on column ledger.run.position is 'What the next fetch needs to know; opaque, only of runs that ended PUBLISHED or UNCHANGED.';

-- One waiting run a task; one lane a task and a source, also while a dead owner's run waits to be taken over.
create unique index run_waiting on ledger.run (task) where status = 'QUEUED';
create unique index run_lane_of_task on ledger.run (task) where status in ('RUNNING', 'STOPPING');
create unique index run_lane_of_source on ledger.run (source) where status in ('RUNNING', 'STOPPING');
create index run_open on ledger.run (queued_at, id) where status <> 'FINISHED';
create index run_newest on ledger.run (queued_at desc, id desc);
create index run_newest_of_task on ledger.run (task, queued_at desc, id desc);

create table ledger.run_table (
    run        text collate "C" not null references ledger.run on delete cascade,
    ordinal    int    not null,
    table_name text   not null,
    dataset    text collate "C" not null,
    outcome    text   not null,
    version    int,
    read       bigint not null,
    refused    bigint not null,
    published  bigint not null,
    primary key (run, ordinal)
);
comment on table ledger.run_table is 'What a run did to each table of its delivery.';

create table ledger.finding (
    run         text collate "C" not null references ledger.run on delete cascade,
    ordinal     int    not null,
    rule        text   not null,
    severity    text   not null,
    column_name text   not null,
    row_count   bigint not null,
    message     text   not null,
    message_en  text   not null,
    samples     jsonb  not null,
    primary key (run, ordinal)
);
comment on table ledger.finding is 'What rules found in the data of a run, at most 200 a run, with at most ten sample rows each.';

create table ledger.catalogue_log (
    sequence bigserial primary key,
    at       timestamptz not null default clock_timestamp(),
    run      text collate "C",
    change   jsonb       not null
);
comment on table ledger.catalogue_log is 'Every change of the catalogue, append-only. Appends are serialised until commit, so a sequence never appears below one that was already seen.';

create table ledger.catalogue_entry (
    id         text collate "C" primary key,
    source     text collate "C",
    is_public  boolean     not null,
    publisher  text        not null,
    themes     text[]      not null,
    region     text,
    row_count  bigint,
    modified   timestamptz not null,
    rdf_sha256 text        not null,
    entry      jsonb       not null
);
comment on table ledger.catalogue_entry is 'The current state of every catalogue entry: what replaying the log gives.';
create index catalogue_entry_of_source on ledger.catalogue_entry (source) where source is not null;
create index catalogue_entry_public on ledger.catalogue_entry (id) where is_public;

create table ledger.administrator_key (
    digest     bytea primary key check (length(digest) = 32),
    created_at timestamptz not null default clock_timestamp()
);
comment on table ledger.administrator_key is 'SHA-256 of each valid administrator key; a key has 256 random bits, so its digest needs neither salt nor stretching.';
