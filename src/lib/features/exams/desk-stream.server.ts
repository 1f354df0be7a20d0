import type { Context } from '$lib/server/context';
import type { LiveSource } from '$lib/server/http/stream';
import { subscribe } from '$lib/server/live';
import { systemClock } from '$lib/server/clock';
import { deskTopic } from './attempt-clock.server';
import type { DeskNews } from './desk';
import { findRoom, getDesk } from './queries/desk.server';

/** A desk is read at most so often, however many begin in the same second. */
const PACE_MS = 1_000;
/** What tells nobody (a start, a presence) is seen so much later. */
const LOOK_MS = 3_000;
const IDLE_MS = 20_000;

/** What a desk is told as long as it listens: all of the room, then what has changed. Refused before it begins. */
export async function followDesk(ctx: Context, roomId: string): Promise<LiveSource<DeskNews>> {
	const { room } = await findRoom(ctx, roomId);
	let told: Map<string, string> | null = null;
	let isLive = true;
	return {
		async read() {
			const now = systemClock();
			const desk = await getDesk({ ...ctx, now }, roomId);
			isLive = desk.isLive;
			const next = new Map(desk.candidates.map((one) => [one.registrationId, JSON.stringify(one)]));
			const before = told;
			told = next;
			return {
				...{ now: now.toISOString(), whole: before === null, room: desk.room, events: desk.events },
				candidates: before
					? desk.candidates.filter(({ registrationId: id }) => next.get(id) !== before.get(id))
					: desk.candidates,
				gone: before ? [...before.keys()].filter((id) => !next.has(id)) : []
			};
		},
		follow: (changed) => atMostEvery(PACE_MS, changed, (tell) => subscribe(deskTopic(room.sittingId), tell)),
		freshFor: () => (isLive ? LOOK_MS : IDLE_MS)
	};
}

/** Passes calls on, the first at once and what follows it together after `ms`. Returns what `begin` returns, and stops. */
export function atMostEvery(
	ms: number,
	act: () => void,
	begin: (call: () => void) => () => void
): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let again = false;
	const turn = () => {
		act();
		timer = setTimeout(() => {
			timer = undefined;
			if (again) {
				again = false;
				turn();
			}
		}, ms);
	};
	const end = begin(() => (timer ? void (again = true) : turn()));
	return () => {
		clearTimeout(timer);
		end();
	};
}
