import { createHash } from 'node:crypto';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Origin } from '$lib/server/http/device';
import { no, yes, type Decision } from '$lib/shared/result';
import type { RoomRules } from './room-rules';
import type { RoomKind } from './states';

/** The room of a candidate, as far as it decides who may come in. */
export interface RoomDoor {
	kind: RoomKind;
	ipRanges: readonly string[];
	password: string;
	pausedAt: Date | null;
	closedAt: Date | null;
}

/**
 * Whether somebody may come in from where they are: the room's addresses, its password, and Safe Exam Browser by its Config
 * Key (SHA-256 of address and key, as its header sends it). `password` is null where they are in already.
 */
export function decideEntry(
	rules: Pick<RoomRules, 'configKeys'>,
	room: RoomDoor | null,
	origin: Origin,
	password: string | null
): Decision<object> {
	if (room?.kind === 'paper') return no('exams.entry.paper');
	if (room?.closedAt) return no('exams.entry.closed');
	if (room?.ipRanges.length && !isWithin(origin.address, room.ipRanges)) return no('exams.entry.address');
	if (rules.configKeys.length && !rules.configKeys.some((key) => isSigned(origin, key)))
		return no('exams.entry.browser');
	if (room?.password && password !== null && password.trim() !== room.password)
		return no('exams.entry.password');
	return yes({});
}

const isSigned = ({ url, configKeyHash }: Origin, key: string) =>
	configKeyHash ===
	createHash('sha256')
		.update(url + key)
		.digest('hex');

function isWithin(address: string | null, ranges: readonly string[]): boolean {
	const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '') ?? '';
	const family = isIPv4(plain) ? 'ipv4' : isIPv6(plain) ? 'ipv6' : null;
	if (!family) return false;
	const list = new BlockList();
	for (const range of ranges) addRange(list, range);
	return list.check(plain, family);
}

/** Adds `10.1.0.0/16` or a single address; what is neither adds nothing. */
function addRange(list: BlockList, range: string): void {
	const [net = '', bits] = range.split('/');
	const family = isIPv4(net) ? 'ipv4' : 'ipv6';
	if (!isIPv4(net) && !isIPv6(net)) return;
	if (bits === undefined) list.addAddress(net, family);
	else list.addSubnet(net, Number(bits), family);
}

/** Whether a range is one: an address with or without a length of its prefix. */
export function isRange(range: string): boolean {
	const [net = '', bits, ...rest] = range.split('/');
	const most = isIPv4(net) ? 32 : isIPv6(net) ? 128 : -1;
	return most > 0 && !rest.length && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most));
}
