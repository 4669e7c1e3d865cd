CREATE TABLE "leaderboard_growth_days" (
	"tenant_id" integer NOT NULL,
	"period_id" integer NOT NULL,
	"days" integer[] NOT NULL,
	"days_before" integer[] NOT NULL,
	CONSTRAINT "leaderboard_growth_days_tenant_id_period_id_pk" PRIMARY KEY("tenant_id","period_id")
);
--> statement-breakpoint
CREATE TABLE "leaderboard_priors" (
	"tenant_id" integer NOT NULL,
	"metric_id" integer NOT NULL,
	"sum" numeric NOT NULL,
	"count" numeric NOT NULL,
	"definition" text NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "leaderboard_priors_tenant_id_metric_id_pk" PRIMARY KEY("tenant_id","metric_id")
);

