ALTER TABLE "idempotency_keys" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "idempotency_keys_made" ON "idempotency_keys" USING btree ("made_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
UPDATE "idempotency_keys" SET "body_hash" = '', "expires_at" = "created_at" + interval '90 days' WHERE "operation" <> '/orders';
