CREATE TABLE `accepted_differences` (
	`live` integer NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`note` text NOT NULL,
	`accepted_by` text NOT NULL,
	`accepted_at` integer NOT NULL,
	PRIMARY KEY(`live`, `key`)
);
