CREATE TABLE `payouts` (
	`gateway` text NOT NULL,
	`live` integer NOT NULL,
	`id` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`arrives_on` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`gateway`, `live`, `id`)
);
--> statement-breakpoint
CREATE INDEX `payouts_arrives` ON `payouts` (`live`,`arrives_on`);--> statement-breakpoint
CREATE TABLE `settlement_reads` (
	`gateway` text NOT NULL,
	`key_pair` text NOT NULL,
	`live` integer NOT NULL,
	`part` text NOT NULL,
	`day` text NOT NULL,
	`cursor` text,
	`reading` text NOT NULL,
	`reading_since` integer NOT NULL,
	`listed` integer NOT NULL,
	`found` integer NOT NULL,
	`not_ours` integer NOT NULL,
	`finished_at` integer,
	`failing_since` integer,
	`tries` integer NOT NULL,
	`next_at` integer NOT NULL,
	`leased_until` integer,
	PRIMARY KEY(`gateway`, `key_pair`, `live`, `part`)
);
--> statement-breakpoint
CREATE TABLE `settlement_rows` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway` text NOT NULL,
	`key_pair` text NOT NULL,
	`live` integer NOT NULL,
	`gateway_row` text NOT NULL,
	`copy` integer NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	`transaction` text NOT NULL,
	`payment_key` text,
	`gateway_order_id` text,
	`payment_id` text,
	`order_id` text,
	`currency` text NOT NULL,
	`amount` integer NOT NULL,
	`fee` integer NOT NULL,
	`vat` integer NOT NULL,
	`net` integer NOT NULL,
	`presented_amount` integer,
	`presented_currency` text,
	`sold_on` text NOT NULL,
	`payout_on` text,
	`payout` text,
	`approved_at` integer,
	`reading` text NOT NULL,
	`seen_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`posted_at` integer,
	`paid_out_at` integer,
	`superseded_at` integer,
	`missing_since` integer,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `settlement_rows_row` ON `settlement_rows` (`gateway`,`live`,`gateway_row`,`copy`,`version`);--> statement-breakpoint
CREATE INDEX `settlement_rows_payment` ON `settlement_rows` (`payment_id`);--> statement-breakpoint
CREATE INDEX `settlement_rows_sold` ON `settlement_rows` (`live`,`sold_on`,`id`);--> statement-breakpoint
CREATE INDEX `settlement_rows_payout_on` ON `settlement_rows` (`live`,`payout_on`,`id`);--> statement-breakpoint
CREATE INDEX `settlement_rows_payout` ON `settlement_rows` (`payout`);