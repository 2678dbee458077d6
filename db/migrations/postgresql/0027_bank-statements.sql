CREATE TABLE "bank_columns" (
	"header" text PRIMARY KEY NOT NULL,
	"columns" jsonb NOT NULL,
	"saved_by" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_lines" (
	"id" text PRIMARY KEY NOT NULL,
	"statement_id" text NOT NULL,
	"live" boolean NOT NULL,
	"account" text NOT NULL,
	"currency" text NOT NULL,
	"day" text NOT NULL,
	"time" text,
	"amount" bigint NOT NULL,
	"description" text NOT NULL,
	"key" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_statements" (
	"id" text PRIMARY KEY NOT NULL,
	"live" boolean NOT NULL,
	"account" text NOT NULL,
	"currency" text NOT NULL,
	"file" text NOT NULL,
	"first_day" text NOT NULL,
	"last_day" text NOT NULL,
	"lines" integer NOT NULL,
	"kept" integer NOT NULL,
	"imported_by" text NOT NULL,
	"imported_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_statement_id_bank_statements_id_fk" FOREIGN KEY ("statement_id") REFERENCES "public"."bank_statements"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_lines_key" ON "bank_lines" USING btree ("live","account","key");--> statement-breakpoint
CREATE INDEX "bank_lines_day" ON "bank_lines" USING btree ("live","day");--> statement-breakpoint
CREATE INDEX "bank_lines_statement" ON "bank_lines" USING btree ("statement_id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_statements_file" ON "bank_statements" USING btree ("live","account","file");--> statement-breakpoint
CREATE INDEX "bank_statements_days" ON "bank_statements" USING btree ("live","last_day");