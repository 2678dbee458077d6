CREATE TABLE "needs" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text,
	"payment_id" text,
	"reason" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text,
	"closed_how" text
);
--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "needs" ADD CONSTRAINT "needs_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "needs_one_open" ON "needs" USING btree ("subject_id","reason") WHERE "needs"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "needs_open" ON "needs" USING btree ("opened_at","id") WHERE "needs"."closed_at" IS NULL;--> statement-breakpoint
CREATE INDEX "needs_order" ON "needs" USING btree ("order_id","opened_at");--> statement-breakpoint
CREATE INDEX "needs_payment" ON "needs" USING btree ("payment_id") WHERE "needs"."closed_at" IS NULL;--> statement-breakpoint
INSERT INTO "needs" ("id", "order_id", "payment_id", "reason", "detail", "subject", "subject_id", "opened_at") SELECT 'need_held-' || "id", "order_id", "id", 'mismatch', '', 'payment', "id", coalesce("approved_at", "created_at") FROM "payments" WHERE "status" = 'held';--> statement-breakpoint
INSERT INTO "needs" ("id", "order_id", "payment_id", "reason", "detail", "subject", "subject_id", "opened_at") SELECT 'need_dispute-' || "id", "order_id", "payment_id", 'dispute_opened', '', 'dispute', "id", "created_at" FROM "disputes" WHERE "state" IN ('open', 'inquiry');--> statement-breakpoint
INSERT INTO "needs" ("id", "order_id", "payment_id", "reason", "detail", "subject", "subject_id", "opened_at") SELECT 'need_call-' || "calls"."id", "payments"."order_id", "payments"."id", CASE WHEN "payments"."needs_person" = 'not_found' THEN 'not_found' ELSE 'key_died' END, '', 'call', "calls"."id", "calls"."asked_at" FROM "calls" JOIN "payments" ON "payments"."id" = "calls"."payment_id" WHERE "calls"."state" = 'stuck';--> statement-breakpoint
INSERT INTO "needs" ("id", "order_id", "payment_id", "reason", "detail", "subject", "subject_id", "opened_at") SELECT 'need_sum-' || "id", "order_id", "id", 'refunds_exceed_captured', '', 'payment', "id", "created_at" FROM "payments" WHERE "refunded" + "refund_pending" > "captured" OR "needs_person" = 'refunds_exceed_captured';--> statement-breakpoint
INSERT INTO "needs" ("id", "order_id", "payment_id", "reason", "detail", "subject", "subject_id", "opened_at") SELECT 'need_other-' || "id", "order_id", "id", split_part("needs_person", ':', 1), CASE WHEN strpos("needs_person", ':') > 0 THEN substr("needs_person", strpos("needs_person", ':') + 1) ELSE '' END, 'payment', "id", "created_at" FROM "payments" WHERE "needs_person" IS NOT NULL AND "needs_person" NOT IN ('mismatch', 'dispute_opened', 'key_died', 'not_found', 'refunds_exceed_captured');--> statement-breakpoint
DROP INDEX "payments_needs_person";--> statement-breakpoint
ALTER TABLE "payments" DROP COLUMN "needs_person";