CREATE TABLE "activity_cap_counts" (
	"tenant_id" integer NOT NULL,
	"burst" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"count" bigint NOT NULL,
	"counted_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activity_cap_counts_tenant_id_burst_starts_at_pk" PRIMARY KEY("tenant_id","burst","starts_at")
);
--> statement-breakpoint
CREATE TABLE "activity_holds" (
	"tenant_id" integer NOT NULL,
	"trust" text NOT NULL,
	"source" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"case_id" bigint NOT NULL,
	"time" timestamp with time zone NOT NULL,
	"lifted" boolean DEFAULT false NOT NULL,
	CONSTRAINT "activity_holds_tenant_id_trust_source_id_case_id_pk" PRIMARY KEY("tenant_id","trust","source","id","case_id")
);
--> statement-breakpoint
CREATE TABLE "activity_quarantine" (
	"tenant_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "activity_quarantine_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"burst" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"cap" text NOT NULL,
	"by" jsonb NOT NULL,
	"allowed" bigint NOT NULL,
	"held" bigint NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"opened_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone,
	CONSTRAINT "activity_quarantine_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "activity_quarantine_tenantId_burst_startsAt_unique" UNIQUE("tenant_id","burst","starts_at")
);
--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "suspended" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "profiles" ADD COLUMN "listed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "activity_cap_counts_age" ON "activity_cap_counts" USING btree ("counted_at");--> statement-breakpoint
CREATE INDEX "activity_holds_of_case" ON "activity_holds" USING btree ("tenant_id","case_id","time","trust","source","id");--> statement-breakpoint
-- Groups that profiles already name keep their members off boards from now on.
insert into leaderboard_visibility (tenant_id, subject_ref, "groups", suspended, opted_out)
select tenant_id, subject_ref, "groups", false, false from profiles where cardinality("groups") > 0
on conflict do nothing;
