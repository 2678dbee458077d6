CREATE TABLE `brought_keys` (
	`payment_id` text NOT NULL,
	`payment_key` text NOT NULL,
	`brought_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	PRIMARY KEY(`payment_id`, `payment_key`),
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `brought_keys_next` ON `brought_keys` (`next_at`);