ALTER TABLE "sittings" ADD COLUMN "review_hash" text;--> statement-breakpoint
ALTER TABLE "sittings" ADD COLUMN "release_decided_by" uuid;--> statement-breakpoint
ALTER TABLE "sittings" ADD CONSTRAINT "sittings_release_decided_by_people_id_fk" FOREIGN KEY ("release_decided_by") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;