-- Every saved state of a source, task or target has a number, so that who changes one does not undo unseen what somebody else has saved meanwhile.

create sequence ledger.revision;
alter table ledger.source add column revision bigint not null default nextval('ledger.revision');
alter table ledger.task add column revision bigint not null default nextval('ledger.revision');
alter table ledger.target add column revision bigint not null default nextval('ledger.revision');
comment on sequence ledger.revision is 'Numbers of saved states; no number is given twice, also not to what was removed and is there again.';
