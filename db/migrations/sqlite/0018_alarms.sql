CREATE TABLE `alarms` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`since` integer NOT NULL,
	`last_at` integer NOT NULL,
	`count` integer NOT NULL,
	`lines` text NOT NULL,
	`ended_at` integer,
	`over` integer DEFAULT false NOT NULL,
	`told` integer DEFAULT 0 NOT NULL,
	`told_over` integer DEFAULT false NOT NULL,
	`told_at` integer,
	`tell_at` integer NOT NULL,
	`tries` integer DEFAULT 0 NOT NULL,
	`leased_until` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alarms_one_open` ON `alarms` (`name`) WHERE "alarms"."ended_at" IS NULL;--> statement-breakpoint
CREATE INDEX `alarms_since` ON `alarms` (`since`);--> statement-breakpoint
CREATE TABLE `alarm_silences` (
	`name` text PRIMARY KEY NOT NULL,
	`until` integer NOT NULL,
	`by` text NOT NULL
);
