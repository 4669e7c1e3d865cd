CREATE TABLE "leaderboard_archive_entries" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	"segment" text NOT NULL,
	"place" bigint NOT NULL,
	"rank" bigint NOT NULL,
	"score" bigint NOT NULL,
	"reached_at" timestamp with time zone NOT NULL,
	"entry_key" text NOT NULL,
	CONSTRAINT "leaderboard_archive_entries_tenant_id_board_period_id_segment_place_pk" PRIMARY KEY("tenant_id","board","period_id","segment","place"),
	CONSTRAINT "leaderboard_archive_entries_by_key" UNIQUE("tenant_id","board","period_id","segment","entry_key")
);
--> statement-breakpoint
CREATE TABLE "leaderboard_archive_subjects" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	"entry_key" text NOT NULL,
	"subject_ref" bigint NOT NULL,
	"id" text collate "C",
	"name" text,
	CONSTRAINT "leaderboard_archive_subjects_tenant_id_board_period_id_entry_key_pk" PRIMARY KEY("tenant_id","board","period_id","entry_key"),
	CONSTRAINT "leaderboard_archive_subjects_by_ref" UNIQUE("tenant_id","board","period_id","subject_ref")
);
--> statement-breakpoint
CREATE TABLE "leaderboard_archives" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	"segment" text NOT NULL,
	"total" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "leaderboard_archives_tenant_id_board_period_id_segment_pk" PRIMARY KEY("tenant_id","board","period_id","segment")
);
--> statement-breakpoint
CREATE TABLE "leaderboard_prizes_due" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	CONSTRAINT "leaderboard_prizes_due_tenant_id_board_period_id_pk" PRIMARY KEY("tenant_id","board","period_id")
);
--> statement-breakpoint
CREATE TABLE "leaderboard_seals" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	"season" text NOT NULL,
	"sealed_at" timestamp with time zone NOT NULL,
	"definition" jsonb NOT NULL,
	CONSTRAINT "leaderboard_seals_tenant_id_board_period_id_pk" PRIMARY KEY("tenant_id","board","period_id")
);
--> statement-breakpoint
CREATE TABLE "leaderboard_seasons" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "leaderboard_seasons_tenant_id_board_period_id_pk" PRIMARY KEY("tenant_id","board","period_id")
);
--> statement-breakpoint
CREATE INDEX "leaderboard_archive_subjects_by_id" ON "leaderboard_archive_subjects" USING btree ("tenant_id","board","period_id","id");--> statement-breakpoint
-- A sealed season stays as it is: nothing in its archive is changed, added or removed, not even by the server.
create function refuse_late_entries() returns trigger language plpgsql as $$
begin
  if exists (select from added join leaderboard_seals using (tenant_id, board, period_id)) then
    raise exception 'the season is sealed: % takes no more rows', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
-- Those who stand behind the keys may only be masked.
create function refuse_unmasking() returns trigger language plpgsql as $$
begin
  if (new.tenant_id, new.board, new.period_id, new.entry_key, new.subject_ref)
      is distinct from (old.tenant_id, old.board, old.period_id, old.entry_key, old.subject_ref)
    or (new.id is not null and new.id is distinct from old.id)
    or (new.name is not null and new.name is distinct from old.name
      and exists (select from leaderboard_seals where tenant_id = old.tenant_id and board = old.board and period_id = old.period_id))
  then
    raise exception '% can only be masked', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger leaderboard_archive_entries_closed after insert on leaderboard_archive_entries
  referencing new table as added for each statement execute function refuse_late_entries();
--> statement-breakpoint
create trigger leaderboard_archives_closed after insert on leaderboard_archives
  referencing new table as added for each statement execute function refuse_late_entries();
--> statement-breakpoint
create trigger leaderboard_archive_subjects_closed after insert on leaderboard_archive_subjects
  referencing new table as added for each statement execute function refuse_late_entries();
--> statement-breakpoint
create trigger leaderboard_archive_entries_immutable before update or delete on leaderboard_archive_entries
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger leaderboard_archive_entries_never_emptied before truncate on leaderboard_archive_entries
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger leaderboard_archives_immutable before update or delete on leaderboard_archives
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger leaderboard_archives_never_emptied before truncate on leaderboard_archives
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger leaderboard_seals_immutable before update or delete on leaderboard_seals
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger leaderboard_seals_never_emptied before truncate on leaderboard_seals
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger leaderboard_archive_subjects_maskable before update on leaderboard_archive_subjects
  for each row execute function refuse_unmasking();
--> statement-breakpoint
create trigger leaderboard_archive_subjects_kept before delete on leaderboard_archive_subjects
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger leaderboard_archive_subjects_never_emptied before truncate on leaderboard_archive_subjects
  for each statement execute function refuse_change();

