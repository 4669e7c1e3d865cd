CREATE TABLE "activity_awaiting" (
	"tenant_id" integer NOT NULL,
	"trust" text NOT NULL,
	"source" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activity_awaiting_tenant_id_trust_source_id_pk" PRIMARY KEY("tenant_id","trust","source","id")
);
--> statement-breakpoint
CREATE TABLE "dead_letters" (
	"tenant_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "dead_letters_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"reason" text NOT NULL,
	"detail" text NOT NULL,
	"trust" text NOT NULL,
	"origin" text NOT NULL,
	"offset" text,
	"payload" text NOT NULL,
	"payload_hash" text NOT NULL,
	"fingerprint" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	CONSTRAINT "dead_letters_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "dead_letters_tenantId_reason_fingerprint_unique" UNIQUE("tenant_id","reason","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "activity_facts" (
	"tenant_id" integer NOT NULL,
	"trust" text NOT NULL,
	"source" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"type" text NOT NULL,
	"time" timestamp with time zone NOT NULL,
	"subject" text collate "C",
	"data" jsonb NOT NULL,
	"stamps" jsonb,
	"reverses_trust" text,
	"reverses_source" text collate "C",
	"reverses_id" text collate "C",
	"taken_back" bigint DEFAULT 0 NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activity_facts_tenant_id_trust_source_id_pk" PRIMARY KEY("tenant_id","trust","source","id")
);
--> statement-breakpoint
CREATE TABLE "activity_log" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "activity_log_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"record" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activity_topic_bindings" (
	"tenant_id" integer NOT NULL,
	"topic" text NOT NULL,
	CONSTRAINT "activity_topic_bindings_tenant_id_topic_pk" PRIMARY KEY("tenant_id","topic"),
	CONSTRAINT "activity_topic_bindings_topic_unique" UNIQUE("topic")
);
--> statement-breakpoint
CREATE TABLE "definition_revisions" (
	"tenant_id" integer NOT NULL,
	"revision" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"by" text NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "definition_revisions_tenant_id_revision_pk" PRIMARY KEY("tenant_id","revision")
);
--> statement-breakpoint
CREATE TABLE "definitions" (
	"tenant_id" integer NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"document" jsonb NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "definitions_tenant_id_kind_key_pk" PRIMARY KEY("tenant_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "metric_members" (
	"tenant_id" integer NOT NULL,
	"metric_id" integer NOT NULL,
	"period_id" integer NOT NULL,
	"segment" text NOT NULL,
	"subject_ref" bigint NOT NULL,
	"member" text collate "C" NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "metric_members_tenant_id_metric_id_period_id_segment_subject_ref_member_pk" PRIMARY KEY("tenant_id","metric_id","period_id","segment","subject_ref","member")
);
--> statement-breakpoint
CREATE TABLE "metric_values" (
	"tenant_id" integer NOT NULL,
	"metric_id" integer NOT NULL,
	"period_id" integer NOT NULL,
	"segment" text NOT NULL,
	"subject_ref" bigint NOT NULL,
	"value" bigint NOT NULL,
	"count" bigint NOT NULL,
	"reached_at" timestamp with time zone NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "metric_values_tenant_id_metric_id_period_id_segment_subject_ref_pk" PRIMARY KEY("tenant_id","metric_id","period_id","segment","subject_ref")
);
--> statement-breakpoint
CREATE TABLE "metric_versions" (
	"tenant_id" integer PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "metrics" (
	"tenant_id" integer NOT NULL,
	"id" integer GENERATED ALWAYS AS IDENTITY (sequence name "metrics_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	CONSTRAINT "metrics_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "metrics_tenantId_key_unique" UNIQUE("tenant_id","key")
);
--> statement-breakpoint
CREATE TABLE "metric_periods" (
	"tenant_id" integer NOT NULL,
	"id" integer GENERATED ALWAYS AS IDENTITY (sequence name "metric_periods_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"window" text NOT NULL,
	"key" text NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	CONSTRAINT "metric_periods_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "metric_periods_tenantId_window_key_unique" UNIQUE("tenant_id","window","key")
);
--> statement-breakpoint
CREATE TABLE "metric_subjects" (
	"tenant_id" integer NOT NULL,
	"kind" text NOT NULL,
	"key" text collate "C" NOT NULL,
	"ref" bigint GENERATED ALWAYS AS IDENTITY (sequence name "metric_subjects_ref_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	CONSTRAINT "metric_subjects_tenant_id_kind_key_pk" PRIMARY KEY("tenant_id","kind","key"),
	CONSTRAINT "metric_subjects_tenantId_ref_unique" UNIQUE("tenant_id","ref")
);
--> statement-breakpoint
CREATE TABLE "leaderboard_snapshot_ranks" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	"segment" text NOT NULL,
	"subject_ref" bigint NOT NULL,
	"rank" integer NOT NULL,
	CONSTRAINT "leaderboard_snapshot_ranks_tenant_id_board_period_id_segment_subject_ref_pk" PRIMARY KEY("tenant_id","board","period_id","segment","subject_ref")
);
--> statement-breakpoint
CREATE TABLE "leaderboard_snapshots" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "leaderboard_snapshots_tenant_id_board_period_id_pk" PRIMARY KEY("tenant_id","board","period_id")
);
--> statement-breakpoint
CREATE TABLE "profiles" (
	"tenant_id" integer NOT NULL,
	"subject_ref" bigint NOT NULL,
	"name" text,
	"image" text,
	"url" text,
	"groups" text[] NOT NULL,
	"attributes" jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "profiles_tenant_id_subject_ref_pk" PRIMARY KEY("tenant_id","subject_ref")
);
--> statement-breakpoint
CREATE TABLE "tenant_api_keys" (
	"tenant_id" integer NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"shown" text NOT NULL,
	"hash" text NOT NULL,
	"origins" text[] NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "tenant_api_keys_tenant_id_id_pk" PRIMARY KEY("tenant_id","id"),
	CONSTRAINT "tenant_api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "tenant_audit_log" (
	"tenant_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "tenant_audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"object" text NOT NULL,
	"detail" jsonb NOT NULL,
	CONSTRAINT "tenant_audit_log_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "tenant_signing_keys" (
	"tenant_id" integer NOT NULL,
	"id" text NOT NULL,
	"algorithm" text NOT NULL,
	"material" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	CONSTRAINT "tenant_signing_keys_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
--> statement-breakpoint
CREATE TABLE "tenants" (
	"id" serial PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"currency" text NOT NULL,
	"mode" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tenants_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE INDEX "activity_facts_reversals" ON "activity_facts" USING btree ("tenant_id","reverses_trust","reverses_source","reverses_id") WHERE reverses_id is not null;--> statement-breakpoint
CREATE INDEX "metric_values_ranking" ON "metric_values" USING btree ("tenant_id","metric_id","period_id","segment","value","reached_at") WHERE count > 0;