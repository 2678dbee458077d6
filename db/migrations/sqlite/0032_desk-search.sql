CREATE TABLE `order_search_terms` (
	`term` text NOT NULL,
	`created_at` integer NOT NULL,
	`order_id` text NOT NULL,
	PRIMARY KEY(`term`, `created_at`, `order_id`)
) WITHOUT ROWID;
--> statement-breakpoint
DROP INDEX `orders_customer_name`;--> statement-breakpoint
ALTER TABLE `orders` ADD `number_end` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `search_text` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `refunded_whole` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "orders" SET "refunded_whole" = 1 WHERE "winner_payment_id" IN (SELECT "id" FROM "payments" WHERE "refunded" > 0 AND "refunded" >= "captured");--> statement-breakpoint
CREATE INDEX `orders_number_end` ON `orders` (`number_end`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_amount` ON `orders` (`amount`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `orders_to_ship` ON `orders` (`created_at`,`id`) WHERE "orders"."paid_at" IS NOT NULL AND "orders"."shipped_at" IS NULL AND NOT "orders"."refunded_whole";--> statement-breakpoint
CREATE INDEX `orders_unsearchable` ON `orders` (`created_at`,`id`) WHERE "orders"."search_text" IS NULL;