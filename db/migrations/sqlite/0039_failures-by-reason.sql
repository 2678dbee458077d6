DROP INDEX `payments_failed`;--> statement-breakpoint
CREATE INDEX `payments_failed_by_reason` ON `payments` (`created_at`,`live`,`gateway`,`failure_code`) WHERE "payments"."failure_code" IS NOT NULL;