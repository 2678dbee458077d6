CREATE TABLE `calls` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`refund_id` text,
	`kind` text NOT NULL,
	`n` integer NOT NULL,
	`amount` integer NOT NULL,
	`sent` text NOT NULL,
	`state` text NOT NULL,
	`unknown_why` text,
	`gateway_code` text,
	`asked_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`leased_until` integer,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`refund_id`) REFERENCES `refunds`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "calls_amount" CHECK("calls"."amount" >= 0)
);
--> statement-breakpoint
CREATE INDEX `calls_due` ON `calls` (`state`,`next_at`);--> statement-breakpoint
CREATE INDEX `calls_payment` ON `calls` (`payment_id`,`kind`,`n`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`caller` text NOT NULL,
	`operation` text NOT NULL,
	`key` text NOT NULL,
	`body_hash` text NOT NULL,
	`made_id` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`caller`, `operation`, `key`)
);
--> statement-breakpoint
CREATE TABLE `order_items` (
	`order_id` text NOT NULL,
	`sku` text NOT NULL,
	`name` text NOT NULL,
	`unit_price` integer NOT NULL,
	`quantity` integer NOT NULL,
	PRIMARY KEY(`order_id`, `sku`),
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_items_unit_price" CHECK("order_items"."unit_price" >= 0),
	CONSTRAINT "order_items_quantity" CHECK("order_items"."quantity" >= 0)
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` text PRIMARY KEY NOT NULL,
	`number` text NOT NULL,
	`name` text NOT NULL,
	`status` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`locale` text NOT NULL,
	`live` integer NOT NULL,
	`customer_name` text NOT NULL,
	`customer_email` text NOT NULL,
	`customer_phone` text NOT NULL,
	`shipping_address` text,
	`stock_taken` integer NOT NULL,
	`asking_payment_id` text,
	`winner_payment_id` text,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`paid_at` integer,
	CONSTRAINT "orders_amount" CHECK("orders"."amount" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `orders_number` ON `orders` (`number`);--> statement-breakpoint
CREATE INDEX `orders_due` ON `orders` (`status`,`expires_at`);--> statement-breakpoint
CREATE TABLE `payment_events` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`payment_id` text,
	`kind` text NOT NULL,
	`detail` text NOT NULL,
	`request_id` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `payment_events_order` ON `payment_events` (`order_id`,`at`);--> statement-breakpoint
CREATE TABLE `payments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`attempt` integer NOT NULL,
	`gateway` text NOT NULL,
	`key_pair` text NOT NULL,
	`live` integer NOT NULL,
	`method` text NOT NULL,
	`gateway_order_id` text NOT NULL,
	`gateway_payment_key` text,
	`status` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`captured` integer NOT NULL,
	`refunded` integer NOT NULL,
	`refund_pending` integer NOT NULL,
	`credited` text,
	`success_url` text NOT NULL,
	`fail_url` text NOT NULL,
	`failure_code` text,
	`detail` text NOT NULL,
	`needs_person` text,
	`news_looked_at` integer,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`approved_at` integer,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "payments_amount" CHECK("payments"."amount" >= 0),
	CONSTRAINT "payments_captured" CHECK("payments"."captured" >= 0),
	CONSTRAINT "payments_refunded" CHECK("payments"."refunded" >= 0),
	CONSTRAINT "payments_refund_pending" CHECK("payments"."refund_pending" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `payments_attempt` ON `payments` (`order_id`,`attempt`);--> statement-breakpoint
CREATE UNIQUE INDEX `payments_gateway_order_id` ON `payments` (`gateway_order_id`);--> statement-breakpoint
CREATE INDEX `payments_gateway_payment_key` ON `payments` (`gateway_payment_key`);--> statement-breakpoint
CREATE TABLE `products` (
	`sku` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name_ko` text NOT NULL,
	`name_en` text NOT NULL,
	`description_ko` text NOT NULL,
	`description_en` text NOT NULL,
	`price_krw` integer NOT NULL,
	`price_usd` integer NOT NULL,
	`stock` integer NOT NULL,
	`image` text NOT NULL,
	`position` integer NOT NULL,
	CONSTRAINT "products_price_krw" CHECK("products"."price_krw" >= 0),
	CONSTRAINT "products_price_usd" CHECK("products"."price_usd" >= 0),
	CONSTRAINT "products_stock" CHECK("products"."stock" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `products_slug` ON `products` (`slug`);--> statement-breakpoint
CREATE TABLE `refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`order_id` text NOT NULL,
	`amount` integer NOT NULL,
	`reason` text NOT NULL,
	`requested_by` text NOT NULL,
	`state` text NOT NULL,
	`gateway_transaction` text,
	`failure_code` text,
	`created_at` integer NOT NULL,
	`done_at` integer,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refunds_amount" CHECK("refunds"."amount" >= 0)
);
--> statement-breakpoint
CREATE INDEX `refunds_payment` ON `refunds` (`payment_id`,`state`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `transfers` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`payment_id` text NOT NULL,
	`debit` text NOT NULL,
	`credit` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`live` integer NOT NULL,
	`key_pair` text NOT NULL,
	`cause` text NOT NULL,
	`transaction` text NOT NULL,
	`at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "transfers_amount" CHECK("transfers"."amount" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `transfers_cause` ON `transfers` (`payment_id`,`cause`,`transaction`);--> statement-breakpoint
CREATE INDEX `transfers_order` ON `transfers` (`order_id`);--> statement-breakpoint
CREATE TABLE `webhook_inbox` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway` text NOT NULL,
	`key` text NOT NULL,
	`body` text,
	`state` text NOT NULL,
	`payment_id` text,
	`note` text,
	`tries` integer NOT NULL,
	`received_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`leased_until` integer,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_inbox_key` ON `webhook_inbox` (`gateway`,`key`);--> statement-breakpoint
CREATE INDEX `webhook_inbox_due` ON `webhook_inbox` (`state`,`next_at`);--> statement-breakpoint
CREATE INDEX `webhook_inbox_received` ON `webhook_inbox` (`received_at`);