import type { Inspected } from './inspect';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const TIMING =
	/^((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})[ \t]+-->[ \t]+((?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3})(?:[ \t].*)?$/;

/**
 * WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format"): at least one cue, and in each the end after its
 * beginning. Null for bytes that are no WebVTT at all.
 */
export function inspectCaptions(bytes: Uint8Array): Inspected | null {
	const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 12)).toString('utf8');
	if (!/^\uFEFF?WEBVTT(?=[ \t\r\n]|$)/.test(head)) return null;
	let text: string;
	try {
		text = utf8.decode(bytes);
	} catch {
		return { ok: false, fault: 'captions_text' };
	}
	const lines = text.split(/\r\n|\n|\r/);
	let cues = 0;
	for (const [index, line] of lines.entries()) {
		if (!line.includes('-->')) continue;
		const times = TIMING.exec(line.trim());
		if (!times || seconds(times[1]!) >= seconds(times[2]!))
			return { ok: false, fault: 'captions_time', about: String(index + 1) };
		cues++;
	}
	return cues ? { ok: true, kind: 'captions', mime: 'text/vtt' } : { ok: false, fault: 'captions_empty' };
}

const seconds = (time: string) => time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
