ALTER TABLE "calls" ADD COLUMN "rejection" jsonb;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "failure_kind" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "failure_message" text;