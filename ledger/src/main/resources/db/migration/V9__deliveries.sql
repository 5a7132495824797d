-- Deliveries of published versions to the systems that use them.

create table ledger.target (
    id              text collate "C" primary key,
    title           text        not null,
    connector       text        not null,
    settings        jsonb       not null,
    secret_settings text[]      not null,
    created_at      timestamptz not null default clock_timestamp(),
    changed_at      timestamptz not null default clock_timestamp()
);
comment on table ledger.target is 'Systems that are written. Settings named in secret_settings hold enc:v1:<base64>, bound to target and setting.';

create table ledger.subscription (
    id          text collate "C" primary key,
    title       text        not null,
    dataset     text collate "C" not null,
    target      text collate "C" not null references ledger.target,
    mode        text        not null check (mode in ('REPLACE', 'UPSERT', 'APPEND', 'FRONT_END')),
    place       text        not null,
    key_columns text[]      not null,
    paused      boolean     not null,
    mark        text        not null,
    created_at  timestamptz not null default clock_timestamp(),
    changed_at  timestamptz not null default clock_timestamp()
);
comment on table ledger.subscription is 'Standing orders dataset -> target. The mark is part of every batch id; another mark begins anew.';
create index subscription_of_dataset on ledger.subscription (dataset);

create table ledger.delivery_run (
    id            text collate "C" primary key,
    subscription  text collate "C" not null references ledger.subscription,
    mark          text   not null,
    dataset       text collate "C" not null,
    target        text collate "C" not null,
    from_version  int,
    to_version    int    not null,
    batch         text collate "C" not null unique,
    status        text   not null default 'WAITING' check (status in ('WAITING', 'RUNNING', 'STOPPING', 'DELIVERED', 'FAILED')),
    attempt       int    not null default 0,
    tries         int    not null default 0,
    stop_asked    boolean not null default false,
    owner         text,
    lease_until   timestamptz,
    rows          bigint not null default 0,
    bytes         bigint not null default 0,
    digest        text,
    error_code    text,
    error_kind    text,
    error_message text,
    ack_at        timestamptz,
    ack_rows      bigint,
    ack_refused   bigint,
    ack_note      text,
    planned_at    timestamptz not null default clock_timestamp(),
    next_at       timestamptz not null default clock_timestamp(),
    started_at    timestamptz,
    ended_at      timestamptz,
    check ((status in ('DELIVERED', 'FAILED')) = (ended_at is not null)),
    check ((status in ('RUNNING', 'STOPPING')) = (lease_until is not null))
);
comment on table ledger.delivery_run is 'Deliveries of one version to one target, each written before its work begins. A running one belongs to its owner until lease_until; the attempt tells claims apart.';

-- One lane a target, also while a dead owner's delivery waits to be taken over; one delivery under way for a subscription.
create unique index delivery_lane on ledger.delivery_run (target) where status in ('RUNNING', 'STOPPING');
create unique index delivery_under_way on ledger.delivery_run (subscription, mark) where status in ('WAITING', 'RUNNING', 'STOPPING');
create index delivery_open on ledger.delivery_run (next_at, id) where status in ('WAITING', 'RUNNING', 'STOPPING');
create index delivery_of_subscription on ledger.delivery_run (subscription, mark, to_version desc);
create index delivery_unacknowledged on ledger.delivery_run (ended_at) where status = 'DELIVERED' and ack_at is null;
create index delivery_newest on ledger.delivery_run (planned_at desc, id desc);

-- Which versions of a dataset are published, as planning asks.
create index run_table_version on ledger.run_table (dataset, version) where version is not null;
