import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * The way of some candidates to a server: a proxy that knows nothing of what it carries. Cut, it takes everything and brings
 * nothing, as a network does that is gone; whoever waits hears nothing.
 */
export class Way {
	private readonly pairs = new Set<[Socket, Socket | null]>();
	private isCut = false;
	private constructor(
		private readonly server: ReturnType<typeof createServer>,
		private target: string
	) {}

	static async to(target: string): Promise<Way> {
		const server = createServer();
		const way = new Way(server, target);
		server.on('connection', (socket) => way.take(socket));
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		return way;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** Leads to another server from now on: what a load balancer does once one has died. */
	lead(target: string): void {
		this.target = target;
	}

	cut(): void {
		this.isCut = true;
		for (const pair of this.pairs) for (const socket of pair) socket?.pause();
	}

	/** Whatever was under way is lost. */
	mend(): void {
		this.isCut = false;
		this.drop();
	}

	close(): void {
		this.drop();
		this.server.close();
	}

	private drop(): void {
		for (const pair of this.pairs) for (const socket of pair) socket?.destroy();
	}

	private take(inner: Socket): void {
		const outer = this.isCut ? null : connect(Number(new URL(this.target).port), '127.0.0.1');
		const pair: [Socket, Socket | null] = [inner, outer];
		this.pairs.add(pair);
		const end = () => {
			this.pairs.delete(pair);
			for (const socket of pair) socket?.destroy();
		};
		for (const socket of pair) socket?.on('error', end).on('close', end);
		if (!outer) return void inner.pause();
		inner.setNoDelay(true).on('data', (chunk) => this.isCut || outer.write(chunk));
		outer.setNoDelay(true).on('data', (chunk) => this.isCut || inner.write(chunk));
	}
}
