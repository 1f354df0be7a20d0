ALTER TABLE "answers" ADD COLUMN "given" jsonb;--> statement-breakpoint
ALTER TABLE "attempt_results" ADD COLUMN "earned_hundredths" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Answers of every kind from here on, and parts of marks; what was answered and earned stays what it was.
ALTER TABLE "answers" DISABLE TRIGGER "answers_unchanging";--> statement-breakpoint
ALTER TABLE "attempt_results" DISABLE TRIGGER "attempt_results_unchanging";--> statement-breakpoint
UPDATE "answers" a SET "given" = CASE v."type"
	WHEN 'single' THEN to_jsonb(a."choice"[1])
	WHEN 'trueFalse' THEN to_jsonb(a."choice"[1] = 'a')
	ELSE to_jsonb(a."choice")
END
FROM "attempt_items" i JOIN "item_versions" v ON v."id" = i."item_version_id"
WHERE i."attempt_id" = a."attempt_id" AND i."position" = a."position" AND cardinality(a."choice") > 0;--> statement-breakpoint
UPDATE "attempt_results" SET "earned_hundredths" = "score" * 100, "marks" = (
	SELECT coalesce(jsonb_agg((m - 'earned') || jsonb_build_object('earnedHundredths', (m->>'earned')::int * 100) ORDER BY n), '[]')
	FROM jsonb_array_elements("marks") WITH ORDINALITY AS one(m, n)
);--> statement-breakpoint
ALTER TABLE "answers" ENABLE TRIGGER "answers_unchanging";--> statement-breakpoint
ALTER TABLE "attempt_results" ENABLE TRIGGER "attempt_results_unchanging";
