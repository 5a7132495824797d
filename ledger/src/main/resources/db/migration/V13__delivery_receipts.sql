-- Receipts of deliveries, and every word that is said about a batch: the newest counts, none is forgotten.

alter table ledger.delivery_run
    add column ack_by       text not null default 'RECEIVER' check (ack_by in ('TARGET', 'RECEIVER')),
    add column ack_digest   text,
    add column ack_asked_at timestamptz;
comment on column ledger.delivery_run.ack_asked_at is 'When the target was last asked whether the batch was taken; who was asked longest ago is asked next.';

create table ledger.delivery_acknowledgement (
    delivery text collate "C" not null references ledger.delivery_run,
    ordinal  int    not null,
    at       timestamptz not null,
    by       text   not null check (by in ('TARGET', 'RECEIVER')),
    rows     bigint not null,
    refused  bigint not null,
    digest   text,
    note     text,
    primary key (delivery, ordinal)
);
comment on table ledger.delivery_acknowledgement is 'What the target or its receiver said of a batch, in order; the same word again makes no row.';
insert into ledger.delivery_acknowledgement (delivery, ordinal, at, by, rows, refused, note)
select id, 1, ack_at, ack_by, ack_rows, ack_refused, ack_note from ledger.delivery_run where ack_at is not null;
