CREATE TABLE "leaderboard_unshown" (
	"tenant_id" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "leaderboard_unshown_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"metrics" jsonb,
	"noted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "leaderboard_unshown_tenant_id_id_pk" PRIMARY KEY("tenant_id","id")
);
