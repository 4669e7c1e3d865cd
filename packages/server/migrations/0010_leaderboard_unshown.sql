CREATE TABLE "leaderboard_unshown" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "leaderboard_unshown_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"tenant_id" integer NOT NULL,
	"metrics" jsonb,
	"noted_at" timestamp with time zone NOT NULL
);
