import type { Locale } from '$lib/i18n/locales';
import type { DraftProblem } from '../../drafts/problems.server';
import type { Look } from '../../queries/draft-sections.server';

interface Said {
	of: string;
	look: Look;
	problems: DraftProblem[];
}

/** A lesson's text in one language as it is being typed, and what the server last said of it. */
export class TypedLesson {
	/** Null until scripts run. */
	text = $state<string | null>(null);
	state = $state<'idle' | 'waiting' | 'away'>('idle');
	private said = $state<Said | null>(null);
	private timer: ReturnType<typeof setTimeout> | undefined;
	private running: AbortController | undefined;

	/** `saved`: the text as it is kept, how it looks and what is wrong in it. */
	constructor(
		readonly locale: Locale,
		private readonly address: string,
		private readonly saved: () => Said
	) {}

	get isSaved(): boolean {
		return this.text === null || this.text.trim() === this.saved().of.trim();
	}

	/** What to show: of the text that is typed once the server knows it, and of the saved one until then. */
	get shown(): Said {
		return !this.isSaved && this.said ? this.said : this.saved();
	}

	type(now: string): void {
		if (now === this.text) return;
		this.text = now;
		clearTimeout(this.timer);
		if (this.isSaved) return void (this.state = 'idle');
		this.state = 'waiting';
		this.timer = setTimeout(() => void this.ask(now), 500);
	}

	private async ask(now: string): Promise<void> {
		this.running?.abort();
		this.running = new AbortController();
		try {
			const answer = await fetch(this.address, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ locale: this.locale, text: now }),
				signal: this.running.signal
			});
			if (!answer.ok) throw new Error(String(answer.status));
			this.said = { of: now, ...((await answer.json()) as Omit<Said, 'of'>) };
			this.state = 'idle';
		} catch (error) {
			if ((error as Error).name !== 'AbortError') this.state = 'away';
		}
	}
}
