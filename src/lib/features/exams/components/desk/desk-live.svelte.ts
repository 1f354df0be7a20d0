import type { DeskNews } from '../../desk';
import { applyNews, type DeskPicture } from '../../desk-news';

/** A desk that listens: what the room is like by now, and what time the server has. */
export class DeskLive {
	picture: DeskPicture = $state.raw({ room: { pausedAt: null, closedAt: null }, candidates: [], events: [] });
	/** The server's time, as epoch milliseconds, each second. */
	now = $state(0);
	/** The connection is lost: what is shown may be old. */
	lost = $state(false);
	/** Whether it listens at all: without scripts a page stands still. */
	listens = $state(false);
	/** What the server's clock says beyond this device's stopwatch. */
	private offset = 0;

	constructor(first: DeskPicture, now: string) {
		this.show(first, now);
	}

	/** A page that was loaded anew knows more than what was heard before. */
	show(picture: DeskPicture, now: string): void {
		this.picture = picture;
		this.setTime(now);
	}

	private setTime(now: string): void {
		this.now = Date.parse(now);
		this.offset = this.now - performance.now();
	}

	/** Hears of the room until the function that it returns is called. */
	listen(address: string): () => void {
		this.listens = true;
		const source = new EventSource(address);
		source.onmessage = ({ data }) => {
			const news = JSON.parse(data) as DeskNews;
			this.picture = applyNews(this.picture, news);
			this.setTime(news.now);
			this.lost = false;
		};
		source.onerror = () => (this.lost = true);
		const ticking = setInterval(() => (this.now = this.offset + performance.now()), 1000);
		return () => {
			source.close();
			clearInterval(ticking);
		};
	}
}
