ALTER TABLE "credit_entries" DROP CONSTRAINT "credit_entries_correction";--> statement-breakpoint
CREATE INDEX "credit_entries_corrects" ON "credit_entries" USING btree ("corrects_id") WHERE "credit_entries"."corrects_id" is not null;--> statement-breakpoint
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_correction" CHECK (("credit_entries"."source_type" = 'correction') = ("credit_entries"."corrects_id" is not null)
				and ("credit_entries"."corrects_id" is null or "credit_entries"."reason" is not null));