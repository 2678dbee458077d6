CREATE TABLE `month_closings` (
	`live` integer NOT NULL,
	`month` text NOT NULL,
	`totals` text NOT NULL,
	`differences` integer NOT NULL,
	`closed_by` text NOT NULL,
	`closed_at` integer NOT NULL,
	PRIMARY KEY(`live`, `month`)
);
