CREATE TABLE "month_closings" (
	"live" boolean NOT NULL,
	"month" text NOT NULL,
	"totals" jsonb NOT NULL,
	"differences" integer NOT NULL,
	"closed_by" text NOT NULL,
	"closed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "month_closings_live_month_pk" PRIMARY KEY("live","month")
);
