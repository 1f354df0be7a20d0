DROP INDEX "pairings_one_active";--> statement-breakpoint
ALTER TABLE "pairings" ADD COLUMN "end_note" text;--> statement-breakpoint
ALTER TABLE "planned_sessions" ADD COLUMN "entry_id" uuid;--> statement-breakpoint
ALTER TABLE "planned_sessions" ADD CONSTRAINT "planned_sessions_entry_id_shadowing_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."shadowing_entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "pairings_active_once" ON "pairings" USING btree ("trainee_id","mentor_id") WHERE "pairings"."ended_on" is null;--> statement-breakpoint
ALTER TABLE "planned_sessions" ADD CONSTRAINT "planned_sessions_held_once" UNIQUE("entry_id");