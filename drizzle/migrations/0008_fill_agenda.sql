ALTER TABLE "engagements" ADD COLUMN "day_only" boolean DEFAULT false NOT NULL;
--> statement-breakpoint
-- The agendas begin with the exams that people are registered for and the shadowing that was logged so far.
INSERT INTO engagements (
	id, person_id, source_type, source_id, title, place, href, starts_at, ends_at, tentative, day_only, updated_at
)
SELECT gen_random_uuid(), r.person_id, 'sitting', s.id, jsonb_build_object('zh-CN', s.title_zh, 'en', s.title_en), NULL,
	'/exams/' || s.id,
	CASE WHEN w.days THEN date_trunc('day', s.opens_at AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai'
		ELSE s.opens_at END,
	CASE WHEN w.days
		THEN (date_trunc('day', s.closes_at AT TIME ZONE 'Asia/Shanghai') + interval '1 day') AT TIME ZONE 'Asia/Shanghai'
		ELSE s.closes_at END,
	false, w.days, r.registered_at
FROM registrations r JOIN sittings s ON s.id = r.sitting_id
CROSS JOIN LATERAL (SELECT s.closes_at - s.opens_at > interval '24 hours' AS days) w
WHERE r.withdrawn_at IS NULL;
--> statement-breakpoint
INSERT INTO engagements (
	id, person_id, source_type, source_id, title, place, href, starts_at, ends_at, tentative, day_only, updated_at
)
SELECT gen_random_uuid(), side.person_id, 'shadowing', e.id, jsonb_build_object('zh-CN', '跟班', 'en', 'Shadowing'), NULL,
	'/mentoring/entries/' || e.id, e.occurred_on::timestamp AT TIME ZONE 'Asia/Shanghai',
	(e.occurred_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai', false, true, e.created_at
FROM shadowing_entries e
JOIN pairings p ON p.id = e.pairing_id
CROSS JOIN LATERAL (VALUES (p.trainee_id), (p.mentor_id)) side (person_id)
WHERE NOT EXISTS (SELECT 1 FROM shadowing_signatures d WHERE d.entry_id = e.id AND d.act = 'dispute');
