-- The description of a dataset with restricted access is for everybody; its rows are not counted.
update ledger.catalogue_entry set is_public = true, row_count = null where entry -> 'about' ->> 'access' = 'RESTRICTED';
comment on column ledger.catalogue_entry.is_public is 'Whether everybody may read the description: access is not NON_PUBLIC.';
comment on column ledger.catalogue_entry.row_count is 'Of open data only.';

-- Harvested entries were given an access, a cycle and a theme that their catalogues do not state: the next harvest describes them anew.
update ledger.catalogue_entry set rdf_sha256 = '' where source is not null;
