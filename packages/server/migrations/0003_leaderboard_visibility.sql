CREATE TABLE "leaderboard_visibility" (
	"tenant_id" integer NOT NULL,
	"subject_ref" bigint NOT NULL,
	"groups" text[] NOT NULL,
	"suspended" boolean NOT NULL,
	"opted_out" boolean NOT NULL,
	CONSTRAINT "leaderboard_visibility_tenant_id_subject_ref_pk" PRIMARY KEY("tenant_id","subject_ref")
);
--> statement-breakpoint
CREATE INDEX "leaderboard_visibility_hidden" ON "leaderboard_visibility" USING btree ("tenant_id") WHERE suspended or opted_out;--> statement-breakpoint
CREATE INDEX "leaderboard_visibility_groups" ON "leaderboard_visibility" USING gin ("groups");
