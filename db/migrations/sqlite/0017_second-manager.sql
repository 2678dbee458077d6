CREATE TABLE `staff_letters` (
	`id` text PRIMARY KEY NOT NULL,
	`to_address` text NOT NULL,
	`news` text NOT NULL,
	`by` text,
	`about` text NOT NULL,
	`state` text NOT NULL,
	`tries` integer NOT NULL,
	`note` text,
	`created_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`sent_at` integer
);
--> statement-breakpoint
CREATE INDEX `staff_letters_due` ON `staff_letters` (`state`,`next_at`);--> statement-breakpoint
ALTER TABLE `api_keys` ADD `made_by` text;--> statement-breakpoint
ALTER TABLE `api_keys` ADD `awaits_manager` integer DEFAULT false NOT NULL;