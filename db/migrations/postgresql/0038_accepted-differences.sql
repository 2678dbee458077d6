CREATE TABLE "accepted_differences" (
	"live" boolean NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"note" text NOT NULL,
	"accepted_by" text NOT NULL,
	"accepted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "accepted_differences_live_key_pk" PRIMARY KEY("live","key")
);
