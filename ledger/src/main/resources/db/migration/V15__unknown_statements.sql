-- A statement may say that a target could not be read again.

alter table ledger.reconciliation drop constraint reconciliation_state_check;
alter table ledger.reconciliation add constraint reconciliation_state_check check (state in ('BALANCED', 'UNACKNOWLEDGED', 'UNKNOWN', 'DIFFERENT'));
