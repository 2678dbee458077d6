CREATE TABLE `mails` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`payment_id` text,
	`kind` text NOT NULL,
	`cause` text NOT NULL,
	`state` text NOT NULL,
	`tries` integer NOT NULL,
	`note` text,
	`created_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`leased_until` integer,
	`sent_at` integer,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mails_cause` ON `mails` (`order_id`,`kind`,`cause`);--> statement-breakpoint
CREATE INDEX `mails_due` ON `mails` (`state`,`next_at`);--> statement-breakpoint
ALTER TABLE `payments` ADD `deposit_secret` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `reversals` integer DEFAULT 0 NOT NULL;