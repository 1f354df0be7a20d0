-- Appends to the audit log's chain: one statement for lock, last row, hash and insert, because everybody who writes
-- waits for it. The canonical JSON of the row comes in three pieces, between which the hash before and the number of
-- the row belong; `record.server.ts` says what is in them. Each statement in here sees what was committed before it.
create function append_audit(
	head text, middle text, tail text,
	at_ timestamptz, actor_id_ uuid, actor_name_ text, action_ text, subject_type_ text, subject_id_ text,
	person_id_ uuid, before_ jsonb, after_ jsonb, request_id_ text
) returns void language plpgsql volatile as $$
declare
	number bigint;
	previous text;
begin
	-- Held to the end of the transaction, so that the chain has one order and no gaps.
	perform pg_advisory_xact_lock(7205002);
	select seq, hash into number, previous from audit_log order by seq desc limit 1;
	number := coalesce(number, 0) + 1;
	previous := coalesce(previous, repeat('0', 64));
	insert into audit_log (seq, at, actor_id, actor_name, action, subject_type, subject_id, person_id, before, after,
		request_id, prev_hash, hash)
	values (number, at_, actor_id_, actor_name_, action_, subject_type_, subject_id_, person_id_, before_, after_,
		request_id_, previous, encode(sha256(convert_to(head || previous || middle || number || tail, 'UTF8')), 'hex'));
end $$;
