CREATE TABLE `bank_columns` (
	`header` text PRIMARY KEY NOT NULL,
	`columns` text NOT NULL,
	`saved_by` text NOT NULL,
	`saved_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `bank_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`statement_id` text NOT NULL,
	`live` integer NOT NULL,
	`account` text NOT NULL,
	`currency` text NOT NULL,
	`day` text NOT NULL,
	`time` text,
	`amount` integer NOT NULL,
	`description` text NOT NULL,
	`key` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`statement_id`) REFERENCES `bank_statements`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bank_lines_key` ON `bank_lines` (`live`,`account`,`key`);--> statement-breakpoint
CREATE INDEX `bank_lines_day` ON `bank_lines` (`live`,`day`);--> statement-breakpoint
CREATE INDEX `bank_lines_statement` ON `bank_lines` (`statement_id`);--> statement-breakpoint
CREATE TABLE `bank_statements` (
	`id` text PRIMARY KEY NOT NULL,
	`live` integer NOT NULL,
	`account` text NOT NULL,
	`currency` text NOT NULL,
	`file` text NOT NULL,
	`first_day` text NOT NULL,
	`last_day` text NOT NULL,
	`lines` integer NOT NULL,
	`kept` integer NOT NULL,
	`imported_by` text NOT NULL,
	`imported_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bank_statements_file` ON `bank_statements` (`live`,`account`,`file`);--> statement-breakpoint
CREATE INDEX `bank_statements_days` ON `bank_statements` (`live`,`last_day`);