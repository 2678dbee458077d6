CREATE TABLE `sold_days` (
	`live` integer NOT NULL,
	`day` text NOT NULL,
	`gateway` text NOT NULL,
	`method` text NOT NULL,
	`currency` text NOT NULL,
	`sales` integer NOT NULL,
	`refunds` integer NOT NULL,
	`disputed` integer NOT NULL,
	`sold` integer NOT NULL,
	`given_back` integer NOT NULL,
	PRIMARY KEY(`live`, `day`, `gateway`, `method`, `currency`)
);
--> statement-breakpoint
ALTER TABLE `chain_heads` ADD `added_up` integer DEFAULT 0 NOT NULL;