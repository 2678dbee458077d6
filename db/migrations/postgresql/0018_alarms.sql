CREATE TABLE "alarms" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	"lines" jsonb NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"over" boolean DEFAULT false NOT NULL,
	"told" integer DEFAULT 0 NOT NULL,
	"told_over" boolean DEFAULT false NOT NULL,
	"told_at" timestamp (3) with time zone,
	"tell_at" timestamp (3) with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"leased_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "alarm_silences" (
	"name" text PRIMARY KEY NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_one_open" ON "alarms" USING btree ("name") WHERE "alarms"."ended_at" IS NULL;--> statement-breakpoint
CREATE INDEX "alarms_since" ON "alarms" USING btree ("since");