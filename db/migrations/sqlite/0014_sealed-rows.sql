CREATE TABLE `chain_heads` (
	`name` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`seal` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `audit_log` ADD `seq` integer;--> statement-breakpoint
ALTER TABLE `audit_log` ADD `seal` text;--> statement-breakpoint
CREATE UNIQUE INDEX `audit_log_seq` ON `audit_log` (`seq`);--> statement-breakpoint
ALTER TABLE `transfers` ADD `seq` integer;--> statement-breakpoint
ALTER TABLE `transfers` ADD `seal` text;--> statement-breakpoint
CREATE UNIQUE INDEX `transfers_seq` ON `transfers` (`seq`);