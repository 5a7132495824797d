-- Receipts: what each finished run, and each delivery, read, refused, published and delivered, signed and chained for each task.

create table ledger.run_input (
    run     text collate "C" not null references ledger.run on delete cascade,
    ordinal int    not null,
    name    text   not null,
    basis   text   not null check (basis in ('FILE', 'ROWS')),
    bytes   bigint not null,
    sha256  text   not null,
    primary key (run, ordinal)
);
comment on table ledger.run_input is 'What a run was given to read: files with the digest of their bytes, or the rows of a table with theirs.';

create table ledger.receipt_key (
    key_id     text primary key,
    algorithm  text not null,
    public_key text not null,
    first_used timestamptz not null default clock_timestamp()
);
comment on table ledger.receipt_key is 'Public keys of the hubs that signed receipts here.';

create table ledger.receipt_chain (
    chain    text collate "C" primary key,
    sequence bigint not null,
    digest   text   not null
);
comment on table ledger.receipt_chain is 'The end of each chain. Whoever appends locks the row first, so that a chain never forks.';

create table ledger.receipt (
    chain    text collate "C" not null,
    sequence bigint not null check (sequence >= 1),
    kind     text   not null,
    subject  text collate "C" not null,
    digest   text   not null,
    key_id   text   not null references ledger.receipt_key,
    made_at  timestamptz not null default clock_timestamp(),
    receipt  text   not null,
    primary key (chain, sequence),
    unique (kind, subject)
);
comment on table ledger.receipt is 'Receipts, byte for byte as they were signed (canonical JSON): a text and not jsonb, which would not keep the bytes. Append-only; they outlive their runs.';

create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'receipts are appended, never changed or removed';
end
$$;
create trigger receipt_is_final before update or delete on ledger.receipt for each row execute function ledger.refuse_change();
