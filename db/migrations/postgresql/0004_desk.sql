CREATE TABLE "cancel_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"answer" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "disputes" (
	"id" text PRIMARY KEY NOT NULL,
	"payment_id" text NOT NULL,
	"order_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"gateway_status" text NOT NULL,
	"state" text NOT NULL,
	"answer_by" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "disputes_amount" CHECK ("disputes"."amount" >= 0)
);
--> statement-breakpoint
DROP INDEX "audit_log_at";--> statement-breakpoint
DROP INDEX "audit_log_subject";--> statement-breakpoint
DROP INDEX "webhook_inbox_received";--> statement-breakpoint
ALTER TABLE "order_items" ADD COLUMN "restocked" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "customer_phone_end" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "gateway" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "method" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "shipped_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "decided_by" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "decided_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cancel_requests" ADD CONSTRAINT "cancel_requests_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cancel_requests_order" ON "cancel_requests" USING btree ("order_id","created_at");--> statement-breakpoint
CREATE INDEX "cancel_requests_state" ON "cancel_requests" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "disputes_payment" ON "disputes" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "disputes_state" ON "disputes" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("actor","at","id");--> statement-breakpoint
CREATE INDEX "orders_created" ON "orders" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "orders_status" ON "orders" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_gateway" ON "orders" USING btree ("gateway","method","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_customer_name" ON "orders" USING btree ("customer_name","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_customer_email" ON "orders" USING btree (lower("customer_email"),"created_at","id");--> statement-breakpoint
CREATE INDEX "orders_phone_end" ON "orders" USING btree ("customer_phone_end","created_at","id");--> statement-breakpoint
CREATE INDEX "payments_needs_person" ON "payments" USING btree ("created_at","id") WHERE "payments"."needs_person" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "payments_given_back" ON "payments" USING btree ("created_at","id") WHERE "payments"."refunded" > 0;--> statement-breakpoint
CREATE INDEX "payments_failed" ON "payments" USING btree ("created_at","failure_code") WHERE "payments"."failure_code" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "refunds_state" ON "refunds" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "refunds_order" ON "refunds" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "transfers_at" ON "transfers" USING btree ("at");--> statement-breakpoint
CREATE INDEX "webhook_inbox_state" ON "webhook_inbox" USING btree ("state","received_at","id");--> statement-breakpoint
CREATE INDEX "webhook_inbox_payment" ON "webhook_inbox" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" USING btree ("subject","at","id");--> statement-breakpoint
CREATE INDEX "webhook_inbox_received" ON "webhook_inbox" USING btree ("received_at","id");--> statement-breakpoint
UPDATE "orders" SET "customer_phone_end" = substr("customer_phone", length("customer_phone") - 3), "gateway" = (SELECT "payments"."gateway" FROM "payments" WHERE "payments"."order_id" = "orders"."id" ORDER BY CASE WHEN "payments"."id" = "orders"."winner_payment_id" THEN 0 ELSE 1 END, "payments"."attempt" DESC LIMIT 1), "method" = (SELECT "payments"."method" FROM "payments" WHERE "payments"."order_id" = "orders"."id" ORDER BY CASE WHEN "payments"."id" = "orders"."winner_payment_id" THEN 0 ELSE 1 END, "payments"."attempt" DESC LIMIT 1);
