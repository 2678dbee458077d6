PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_transfers` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text,
	`payment_id` text,
	`debit` text NOT NULL,
	`credit` text NOT NULL,
	`amount` integer NOT NULL,
	`currency` text NOT NULL,
	`live` integer NOT NULL,
	`key_pair` text NOT NULL,
	`cause` text NOT NULL,
	`transaction` text NOT NULL,
	`at` integer NOT NULL,
	`seq` integer,
	`seal` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "transfers_amount" CHECK("__new_transfers"."amount" >= 0)
);
--> statement-breakpoint
INSERT INTO `__new_transfers`("id", "order_id", "payment_id", "debit", "credit", "amount", "currency", "live", "key_pair", "cause", "transaction", "at", "seq", "seal") SELECT "id", "order_id", "payment_id", "debit", "credit", "amount", "currency", "live", "key_pair", "cause", "transaction", "at", "seq", "seal" FROM `transfers`;--> statement-breakpoint
DROP TABLE `transfers`;--> statement-breakpoint
ALTER TABLE `__new_transfers` RENAME TO `transfers`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `transfers_cause` ON `transfers` (`payment_id`,`cause`,`transaction`);--> statement-breakpoint
CREATE UNIQUE INDEX `transfers_account_cause` ON `transfers` (`live`,`key_pair`,`cause`,`transaction`) WHERE payment_id IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `transfers_seq` ON `transfers` (`seq`);--> statement-breakpoint
CREATE INDEX `transfers_order` ON `transfers` (`order_id`);--> statement-breakpoint
CREATE INDEX `transfers_at` ON `transfers` (`at`);