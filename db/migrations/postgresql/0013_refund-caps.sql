CREATE TABLE "refund_askers" (
	"actor" text PRIMARY KEY NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "caps" jsonb;--> statement-breakpoint
CREATE INDEX "refunds_asked_by" ON "refunds" USING btree ("requested_by","created_at");