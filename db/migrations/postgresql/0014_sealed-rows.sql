CREATE TABLE "chain_heads" (
	"name" text PRIMARY KEY NOT NULL,
	"seq" integer NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "seq" integer;--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "seal" text;--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "seq" integer;--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "seal" text;--> statement-breakpoint
CREATE UNIQUE INDEX "audit_log_seq" ON "audit_log" USING btree ("seq");--> statement-breakpoint
CREATE UNIQUE INDEX "transfers_seq" ON "transfers" USING btree ("seq");