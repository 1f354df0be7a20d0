import { createHash, randomBytes } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { cookieOptions } from './cookies';

/** From where somebody asks. */
export interface Origin {
	/** The network address; null where it is not known. */
	address: string | null;
	/** The page's own address, as Safe Exam Browser signs it. */
	url: string;
	/** What Safe Exam Browser says of its configuration. */
	configKeyHash: string | null;
	/** SHA-256 of the key that the device keeps; null where it keeps none. */
	device: string | null;
	agent: string;
}

/** Tools and tests. */
export const nowhere: Origin = { address: null, url: '', configKeyHash: null, device: null, agent: '' };

/** The cookie by which a device is known again; readable by no script, and the same for every attempt on it. */
export const DEVICE_COOKIE = 'jinjie_device';
const DAY_SECONDS = 86_400;

export const hashDevice = (key: string): string => createHash('sha256').update(key).digest('hex');

/** The hash of the key that the asking device keeps; null where it keeps none. */
export function deviceOf({ cookies }: Pick<RequestEvent, 'cookies'>): string | null {
	const key = cookies.get(DEVICE_COOKIE);
	return key ? hashDevice(key) : null;
}

/** From where somebody asks. A device without a key gets one: only for requests that begin or take over. */
export function originOf(event: RequestEvent): Origin {
	let key = event.cookies.get(DEVICE_COOKIE);
	if (!key) {
		key = randomBytes(24).toString('base64url');
		event.cookies.set(DEVICE_COOKIE, key, { ...cookieOptions(event), maxAge: DAY_SECONDS });
	}
	return {
		address: addressOf(event),
		url: event.url.href,
		configKeyHash: event.request.headers.get('x-safeexambrowser-configkeyhash'),
		device: hashDevice(key),
		agent: event.request.headers.get('user-agent') ?? ''
	};
}

function addressOf(event: RequestEvent): string | null {
	try {
		return event.getClientAddress();
	} catch {
		return null;
	}
}
