-- Statements look at the earlier batches of a day too, and each that differs is corrected by itself.

alter table ledger.reconciliation_difference add column version int;
comment on column ledger.reconciliation_difference.version is 'Whose batch differs in the target; null where source and version differ, and in statements of older programs: the version of the line.';

-- Several batches of one statement may be under way for a subscription; what is planned for it is planned under a lock of its row.
drop index ledger.delivery_under_way;
create unique index delivery_under_way on ledger.delivery_run (subscription, mark) where status in ('WAITING', 'RUNNING', 'STOPPING') and retransmits is null;
