-- Subscriptions whose last delivery failed are told by an alert, and subscriptions can be removed.

create index delivery_ended on ledger.delivery_run (subscription, mark, ended_at desc, id desc) where ended_at is not null;

alter table ledger.subscription add column removed_at timestamptz;
comment on column ledger.subscription.removed_at is 'When it was removed: from then on it is none any more, but its deliveries stay readable. Null for all others; saved again under its id it begins anew.';
