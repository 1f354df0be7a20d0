ALTER TABLE "shadowing_entries" ADD COLUMN "format" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "shadowing_signatures" ADD COLUMN "format" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "shadowing_flags_open" ON "shadowing_flags" USING btree ("raised_at") WHERE "shadowing_flags"."settled_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "shadowing_signatures_submitted_once" ON "shadowing_signatures" USING btree ("entry_id") WHERE "shadowing_signatures"."act" = 'submit';--> statement-breakpoint
CREATE UNIQUE INDEX "shadowing_signatures_answered_once" ON "shadowing_signatures" USING btree ("entry_id") WHERE "shadowing_signatures"."act" in ('countersign', 'dispute');--> statement-breakpoint
CREATE UNIQUE INDEX "shadowing_signatures_settled_once" ON "shadowing_signatures" USING btree ("entry_id") WHERE "shadowing_signatures"."act" = 'settle';