import { describe, expect, it } from 'vitest';
import { readRange, RANGE_AT_MOST } from '$lib/features/files/rules';
import { inspectFile } from '$lib/server/files/inspect';
import { tidyFileName } from '$lib/shared/file-kinds';
import { mp4, pdf, png, svg, vtt, webm } from '../support/files';

const fault = (bytes: Buffer) => {
	const found = inspectFile(bytes);
	return found.ok ? 'taken' : found.fault;
};

describe('what a file is', () => {
	it('is told by its bytes', () => {
		expect(inspectFile(png(7, 5))).toMatchObject({ kind: 'picture', mime: 'image/png', width: 7, height: 5 });
		expect(inspectFile(svg())).toMatchObject({ kind: 'picture', width: 40, height: 30 });
		expect(inspectFile(vtt())).toMatchObject({ kind: 'captions', mime: 'text/vtt' });
		expect(inspectFile(pdf())).toMatchObject({ kind: 'document', mime: 'application/pdf' });
		expect(inspectFile(mp4())).toMatchObject({ kind: 'video', mime: 'video/mp4' });
		expect(inspectFile(webm())).toMatchObject({ kind: 'video', mime: 'video/webm' });
		const jpeg = Buffer.from('ffd8ffe000040000ffc00011080010002003', 'hex');
		expect(inspectFile(jpeg)).toMatchObject({ mime: 'image/jpeg', width: 32, height: 16 });
		expect(inspectFile(Buffer.from('GIF89a\x05\0\x06\0', 'latin1'))).toMatchObject({ width: 5, height: 6 });
		const office = Buffer.from('PK\x03\x04 [Content_Types].xml word/document.xml');
		expect(inspectFile(office)).toMatchObject({ kind: 'document' });
	});

	it.each([
		['nothing', Buffer.alloc(0), 'empty'],
		['words', Buffer.from('hello'), 'unknown'],
		['a page', Buffer.from('<!doctype html><svg></svg>'), 'unknown'],
		['a program', Buffer.from('MZ\x90\0'), 'unknown'],
		['a plain archive', Buffer.from('PK\x03\x04 notes.txt'), 'unknown'],
		['QuickTime', mp4(64, 'qt  '), 'video_type'],
		['Matroska', webm('matroska'), 'video_type'],
		['AVI', Buffer.from('RIFF\0\0\0\0AVI LIST'), 'video_type'],
		['half a picture', png().subarray(0, 12), 'picture_broken'],
		['a picture to hang a browser', png(40_000, 1), 'picture_huge'],
		[
			'macros',
			Buffer.from('PK\x03\x04 [Content_Types].xml word/document.xml word/vbaProject.bin'),
			'document_macros'
		],
		['captions without a cue', Buffer.from('WEBVTT\n\nHello'), 'captions_empty'],
		['captions that end before they begin', vtt('00:05.000 --> 00:02.000'), 'captions_time'],
		['captions with SubRip times', vtt('00:00:01,000 --> 00:00:02,000'), 'captions_time']
	])('refuses %s', (_name, bytes, reason) => expect(fault(bytes)).toBe(reason));

	it.each([
		['<script>alert(1)</script>', 'svg_script'],
		['<SCRIPT href="#x"/>', 'svg_script'],
		['<x:script xmlns:x="http://www.w3.org/2000/svg"/>', 'svg_script'],
		['<foreignObject><p/></foreignObject>', 'svg_script'],
		['<rect onclick="alert(1)"/>', 'svg_handler'],
		['<rect OnLoad="x"/>', 'svg_handler'],
		['<set attributeName="onclick" to="alert(1)"/>', 'svg_handler'],
		['<animate attributeName="xlink:href" values="javascript:alert(1)"/>', 'svg_handler'],
		['<a href="https://e.example"><text>x</text></a>', 'svg_external'],
		['<a href="&#106;avascript:alert(1)"><text>x</text></a>', 'svg_external'],
		['<image href="https://e.example/x.png"/>', 'svg_external'],
		['<image href="data:image/svg+xml;base64,AAAA"/>', 'svg_external'],
		['<use xlink:href="other.svg#a"/>', 'svg_external'],
		['<rect style="fill:url(https://e.example/x)"/>', 'svg_external'],
		['<style>@import "https://e.example/x.css";</style>', 'svg_external'],
		['<style><![CDATA[ rect { fill: u\\72l(//e.example) } ]]></style>', 'svg_external'],
		['<rect fill="java\tscript:x', 'svg_broken'],
		['<g>', 'svg_broken'],
		['<!ENTITY x "y">', 'svg_broken'],
		['<?xml-stylesheet href="x.css"?>', 'svg_broken']
	])('refuses a drawing with %s', (inside, reason) => expect(fault(svg(inside))).toBe(reason));

	it('takes drawings as programs make them', () => {
		const inside =
			'<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><style>rect{fill:url(#a)}</style>' +
			'<use href="#b"/><g id="b"><title>A &lt; B</title><rect fill="url(#a)" width="3"/></g>' +
			'<image href="data:image/png;base64,AAAA"/>';
		const head = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn -->\n';
		expect(fault(Buffer.concat([Buffer.from(head), svg(inside)]))).toBe('taken');
		expect(fault(svg('', 'width="100%"'))).toBe('svg_size');
		expect(fault(Buffer.from('<svg viewBox="0 0 1 1"></svg>'))).toBe('svg_broken');
	});
});

describe('names and ranges', () => {
	it('tidies names for texts and addresses', () => {
		expect(tidyFileName('../a b/三张 报表 (1).PNG')).toBe('三张-报表-1.png');
		expect(tidyFileName('x'.repeat(300) + '.pdf')).toHaveLength(84);
		expect(tidyFileName('..')).toBe('file');
	});

	it('reads ranges as RFC 9110 says', () => {
		expect(readRange(null, 100)).toBe('whole');
		expect(readRange('bytes=0-9', 100)).toEqual({ from: 0, to: 9 });
		expect(readRange('bytes=90-200', 100)).toEqual({ from: 90, to: 99 });
		expect(readRange('bytes=-5', 100)).toEqual({ from: 95, to: 99 });
		expect(readRange('bytes=100-', 100)).toBe('impossible');
		expect(readRange('bytes=9-5', 100)).toBe('impossible');
		expect(readRange('bytes=0-1,5-6', 100)).toBe('whole');
		expect(readRange('bytes=0-', 10 * RANGE_AT_MOST)).toEqual({ from: 0, to: RANGE_AT_MOST - 1 });
	});
});
