CREATE TABLE "daily_looks" (
	"gateway" text NOT NULL,
	"key_pair" text NOT NULL,
	"live" boolean NOT NULL,
	"day" text NOT NULL,
	"cursor" text,
	"listed" integer NOT NULL,
	"found" integer NOT NULL,
	"not_ours" integer NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"tries" integer NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"leased_until" timestamp (3) with time zone,
	CONSTRAINT "daily_looks_gateway_key_pair_live_pk" PRIMARY KEY("gateway","key_pair","live")
);
--> statement-breakpoint
CREATE TABLE "gateway_troubles" (
	"gateway" text NOT NULL,
	"kind" text NOT NULL,
	"count" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"detail" jsonb NOT NULL,
	"alarmed_at" timestamp (3) with time zone,
	CONSTRAINT "gateway_troubles_gateway_kind_pk" PRIMARY KEY("gateway","kind")
);
--> statement-breakpoint
ALTER TABLE "webhook_inbox" ADD COLUMN "serial" integer;--> statement-breakpoint
ALTER TABLE "webhook_inbox" ADD COLUMN "source" text DEFAULT 'webhook' NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "news_looked_to" integer;--> statement-breakpoint
CREATE INDEX "gateway_troubles_last" ON "gateway_troubles" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "webhook_inbox_serial" ON "webhook_inbox" USING btree ("serial");