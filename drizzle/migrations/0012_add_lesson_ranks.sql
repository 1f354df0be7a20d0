ALTER TABLE "lesson_texts" ADD COLUMN "salient" "tsvector" NOT NULL;--> statement-breakpoint
ALTER TABLE "lesson_texts" ADD COLUMN "places" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "lesson_texts" ADD COLUMN "position" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "lesson_texts" ADD COLUMN "form" integer NOT NULL;