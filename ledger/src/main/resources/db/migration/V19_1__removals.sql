-- Sources, tasks and targets can be removed. Runs, receipts, versions, deliveries and statements are evidence and stay, so they no longer hang on what they are evidence of.

alter table ledger.run drop constraint run_task_fkey;
alter table ledger.subscription drop constraint subscription_target_fkey;

alter table ledger.task add column since bigint not null default 0;
alter table ledger.task alter column since set default nextval('ledger.run_sequence');
comment on column ledger.task.since is 'Runs with a higher sequence are this task''s; earlier ones are those of a removed task of the same id, whose position, columns and refused rows are none of its business.';

create table ledger.removed_task (
    id         text collate "C" primary key,
    dataset    text collate "C" not null,
    removed_at timestamptz not null default clock_timestamp()
);
comment on table ledger.removed_task is 'Tasks that were removed, the last time of each id, so that their runs and receipts can be asked for.';

create table ledger.withdrawn_dataset (
    dataset text collate "C" primary key,
    version int         not null,
    at      timestamptz not null default clock_timestamp()
);
comment on table ledger.withdrawn_dataset is 'Datasets that were withdrawn, up to which version: these stay where they lie, as evidence, and are published no more, also when later ones follow.';

create table ledger.release (
    source          text collate "C" primary key,
    title           text        not null,
    connector       text        not null,
    settings        jsonb       not null,
    secret_settings text[]      not null,
    format          jsonb       not null,
    noted_at        timestamptz not null default clock_timestamp(),
    tries           int         not null default 0,
    due_at          timestamptz not null default clock_timestamp(),
    trouble         text
);
comment on table ledger.release is 'Sources that no task reads any more and that have yet to be given back what they keep for the hub, such as a replication slot; with their settings, as the source itself may be gone.';
