CREATE TABLE "brought_keys" (
	"payment_id" text NOT NULL,
	"payment_key" text NOT NULL,
	"brought_at" timestamp (3) with time zone NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "brought_keys_payment_id_payment_key_pk" PRIMARY KEY("payment_id","payment_key")
);
--> statement-breakpoint
ALTER TABLE "brought_keys" ADD CONSTRAINT "brought_keys_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "brought_keys_next" ON "brought_keys" USING btree ("next_at");