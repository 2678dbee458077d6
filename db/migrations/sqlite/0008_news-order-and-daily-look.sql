CREATE TABLE `daily_looks` (
	`gateway` text NOT NULL,
	`key_pair` text NOT NULL,
	`live` integer NOT NULL,
	`day` text NOT NULL,
	`cursor` text,
	`listed` integer NOT NULL,
	`found` integer NOT NULL,
	`not_ours` integer NOT NULL,
	`finished_at` integer,
	`failing_since` integer,
	`tries` integer NOT NULL,
	`next_at` integer NOT NULL,
	`leased_until` integer,
	PRIMARY KEY(`gateway`, `key_pair`, `live`)
);
--> statement-breakpoint
CREATE TABLE `gateway_troubles` (
	`gateway` text NOT NULL,
	`kind` text NOT NULL,
	`count` integer NOT NULL,
	`since` integer NOT NULL,
	`last_at` integer NOT NULL,
	`detail` text NOT NULL,
	`alarmed_at` integer,
	PRIMARY KEY(`gateway`, `kind`)
);
--> statement-breakpoint
CREATE INDEX `gateway_troubles_last` ON `gateway_troubles` (`last_at`);--> statement-breakpoint
ALTER TABLE `webhook_inbox` ADD `serial` integer;--> statement-breakpoint
ALTER TABLE `webhook_inbox` ADD `source` text DEFAULT 'webhook' NOT NULL;--> statement-breakpoint
CREATE INDEX `webhook_inbox_serial` ON `webhook_inbox` (`serial`);--> statement-breakpoint
ALTER TABLE `payments` ADD `news_looked_to` integer;