CREATE TABLE `backups` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer,
	`moment` integer,
	`place` text,
	`bytes` integer,
	`fault` text,
	`compared_at` integer
);
--> statement-breakpoint
CREATE INDEX `backups_finished` ON `backups` (`kind`,`finished_at`);--> statement-breakpoint
CREATE TABLE `strays` (
	`id` text PRIMARY KEY NOT NULL,
	`gateway` text NOT NULL,
	`key_pair` text NOT NULL,
	`live` integer NOT NULL,
	`payment_key` text NOT NULL,
	`gateway_order_id` text NOT NULL,
	`amount` integer NOT NULL,
	`refunded` integer NOT NULL,
	`currency` text NOT NULL,
	`paid_at` integer,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `strays_payment` ON `strays` (`gateway`,`payment_key`);--> statement-breakpoint
CREATE INDEX `strays_order` ON `strays` (`gateway_order_id`);