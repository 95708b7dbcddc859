-- A request reads nothing that it does not need: earlier versions of licences and of reference data,
-- what was erased, where the watch stands (watched_place() says it), under which key the log is signed
-- and which migrations ran are asked for by other roles.

revoke select on licence_version, reference_file_version, erasure, watch_position, log_identity,
  schema_migration
  from bw_app;
drop policy own on licence_version;
drop policy own on erasure;
drop policy read on log_identity;
alter policy read on watch_position to bw_audit;
