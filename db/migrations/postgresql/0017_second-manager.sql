CREATE TABLE "staff_letters" (
	"id" text PRIMARY KEY NOT NULL,
	"to_address" text NOT NULL,
	"news" text NOT NULL,
	"by" text,
	"about" text NOT NULL,
	"state" text NOT NULL,
	"tries" integer NOT NULL,
	"note" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "made_by" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "awaits_manager" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "staff_letters_due" ON "staff_letters" USING btree ("state","next_at");