CREATE TABLE "order_search_terms" (
	"term" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"order_id" text NOT NULL,
	CONSTRAINT "order_search_terms_term_created_at_order_id_pk" PRIMARY KEY("term","created_at","order_id")
);
--> statement-breakpoint
DROP INDEX "orders_customer_name";--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "number_end" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "search_text" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refunded_whole" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "orders" SET "refunded_whole" = true WHERE "winner_payment_id" IN (SELECT "id" FROM "payments" WHERE "refunded" > 0 AND "refunded" >= "captured");--> statement-breakpoint
CREATE INDEX "orders_number_end" ON "orders" USING btree ("number_end","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_amount" ON "orders" USING btree ("amount","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_to_ship" ON "orders" USING btree ("created_at","id") WHERE "orders"."paid_at" IS NOT NULL AND "orders"."shipped_at" IS NULL AND NOT "orders"."refunded_whole";--> statement-breakpoint
CREATE INDEX "orders_unsearchable" ON "orders" USING btree ("created_at","id") WHERE "orders"."search_text" IS NULL;