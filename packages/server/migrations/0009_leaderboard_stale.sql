CREATE SEQUENCE "public"."leaderboard_marks" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1;--> statement-breakpoint
CREATE TABLE "leaderboard_nights" (
	"tenant_id" integer PRIMARY KEY NOT NULL,
	"day" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leaderboard_stale" (
	"tenant_id" integer NOT NULL,
	"board" text NOT NULL,
	"period_id" integer NOT NULL,
	"mark" bigint NOT NULL,
	CONSTRAINT "leaderboard_stale_tenant_id_board_period_id_pk" PRIMARY KEY("tenant_id","board","period_id")
);

