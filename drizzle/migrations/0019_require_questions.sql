ALTER TABLE "item_keys" ALTER COLUMN "question" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "item_versions" ALTER COLUMN "shown" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ALTER COLUMN "version_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ALTER COLUMN "type" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ALTER COLUMN "level" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ALTER COLUMN "difficulty" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ALTER COLUMN "seconds" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "items" ALTER COLUMN "changed_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "item_keys" DROP COLUMN "correct";--> statement-breakpoint
ALTER TABLE "item_keys" DROP COLUMN "explanation";--> statement-breakpoint
ALTER TABLE "item_versions" DROP COLUMN "difficulty";--> statement-breakpoint
ALTER TABLE "item_versions" DROP COLUMN "level";--> statement-breakpoint
ALTER TABLE "item_versions" DROP COLUMN "stem";--> statement-breakpoint
ALTER TABLE "item_versions" DROP COLUMN "options";