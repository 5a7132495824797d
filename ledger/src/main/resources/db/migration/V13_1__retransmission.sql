-- Statements compare what targets hold, and exactly the differing keys are transmitted again.

alter table ledger.reconciliation_difference add column subscription text collate "C";
comment on column ledger.reconciliation_difference.subscription is 'Whose target differs from the version; null where the version differs from the source.';

create table ledger.retransmission (
    run            text collate "C" primary key references ledger.run on delete cascade,
    reconciliation text collate "C" not null references ledger.reconciliation,
    dataset        text collate "C" not null
);
comment on table ledger.retransmission is 'Runs that read from their source exactly the keys that a statement found to differ.';
create index retransmission_of_statement on ledger.retransmission (reconciliation, dataset);

alter table ledger.delivery_run add column retransmits text collate "C" references ledger.reconciliation;
comment on column ledger.delivery_run.retransmits is 'The statement whose differing keys alone this delivery brings; null for all rows or changes of a version.';
