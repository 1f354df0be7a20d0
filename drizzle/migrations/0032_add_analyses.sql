CREATE TABLE "sitting_analyses" (
	"sitting_id" uuid PRIMARY KEY NOT NULL,
	"basis" text NOT NULL,
	"engine" text NOT NULL,
	"figures" jsonb NOT NULL,
	"computed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sitting_analyses" ADD CONSTRAINT "sitting_analyses_sitting_id_sittings_id_fk" FOREIGN KEY ("sitting_id") REFERENCES "public"."sittings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Marks of a paper are written and read as a whole: to pack them takes longer than to write them as they are.
ALTER TABLE "attempt_results" ALTER COLUMN "marks" SET STORAGE EXTERNAL;
