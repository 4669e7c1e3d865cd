-- The audit log is only ever written: not even the server changes or removes a row.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end $$;
--> statement-breakpoint
create trigger tenant_audit_log_append_only before update or delete on tenant_audit_log
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger tenant_audit_log_never_emptied before truncate on tenant_audit_log
  for each statement execute function refuse_change();
