ALTER TABLE "payments" ADD COLUMN "gateway_session_key" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "door" jsonb;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "fee" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "fee_currency" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "look_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "payments_gateway_session_key" ON "payments" USING btree ("gateway_session_key");--> statement-breakpoint
CREATE INDEX "payments_look_at" ON "payments" USING btree ("look_at");