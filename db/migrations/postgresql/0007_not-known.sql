ALTER TABLE "calls" ADD COLUMN "silent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "calls" ADD COLUMN "told_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "unknown_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "payments_unknown" ON "payments" USING btree ("unknown_since") WHERE "payments"."unknown_since" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "payments_under_way" ON "payments" USING btree ("created_at") WHERE "payments"."status" IN ('confirming', 'authorized');--> statement-breakpoint
UPDATE "calls" SET "silent_at" = "asked_at" WHERE "state" = 'open' AND "unknown_why" IN ('timeout', 'unreachable', 'in_progress');