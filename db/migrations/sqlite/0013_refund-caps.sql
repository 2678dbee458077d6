CREATE TABLE `refund_askers` (
	`actor` text PRIMARY KEY NOT NULL,
	`asked_at` integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE `api_keys` ADD `caps` text;--> statement-breakpoint
CREATE INDEX `refunds_asked_by` ON `refunds` (`requested_by`,`created_at`);