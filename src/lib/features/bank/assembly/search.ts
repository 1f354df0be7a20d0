import type { Unit } from './programme';
import type { SearchModel } from './search-model';

type Below = (bound: number) => number;

const RESTARTS = 4;
const STEPS = 4000;
/** Changes that are compared at each step. */
const TRIED = 12;

/**
 * Units of a paper that keeps every row, found by taking at random and exchanging what does not fit; null where that does
 * not get there, which is no proof that there is none.
 */
export function searchPaper(model: SearchModel, below: Below): Unit[] | null {
	for (let attempt = 0; attempt < RESTARTS; attempt++) {
		const paper = new Paper(model, below);
		paper.fill();
		if (paper.mend()) return paper.chosen.map((unit) => model.units[unit]!);
	}
	return null;
}

class Paper {
	readonly chosen: number[] = [];
	private readonly place: Int32Array;
	private readonly sums: Float64Array;
	private readonly held: Int32Array;

	constructor(
		private readonly model: SearchModel,
		private readonly below: Below
	) {
		this.place = new Int32Array(model.units.length).fill(-1);
		this.sums = new Float64Array(model.rows.length);
		this.held = new Int32Array(model.keyCount);
		for (const unit of model.fixed) this.add(unit);
	}

	private add(unit: number): void {
		this.place[unit] = this.chosen.push(unit) - 1;
		this.model.rows.forEach(({ of }, r) => (this.sums[r]! += of[unit]!));
		for (const key of this.model.keys[unit]!) this.held[key]!++;
	}

	private remove(unit: number): void {
		const last = this.chosen.pop()!;
		if (last !== unit) {
			this.chosen[this.place[unit]!] = last;
			this.place[last] = this.place[unit]!;
		}
		this.place[unit] = -1;
		this.model.rows.forEach(({ of }, r) => (this.sums[r]! -= of[unit]!));
		for (const key of this.model.keys[unit]!) this.held[key]!--;
	}

	/** At random, row by row from the scarcest, nothing that goes beyond a bound. */
	fill(): void {
		const { rows } = this.model;
		const scarce = [...rows.keys()].slice(1).filter((r) => rows[r]!.from > 0 && rows[r]!.scale === 1);
		scarce.sort((a, b) => rows[a]!.members.length / rows[a]!.from - rows[b]!.members.length / rows[b]!.from);
		for (const r of [...scarce, 0]) {
			const open = [...rows[r]!.members];
			while (open.length && this.sums[r]! < rows[r]!.from) {
				const at = this.below(open.length);
				const unit = open[at]!;
				open[at] = open.at(-1)!;
				open.pop();
				if (this.place[unit] === -1 && this.fits(unit)) this.add(unit);
			}
		}
	}

	private fits(unit: number): boolean {
		const { rows, keys } = this.model;
		return (
			rows.every(({ of, to, scale }, r) => scale > 1 || this.sums[r]! + of[unit]! <= to) &&
			keys[unit]!.every((key) => !this.held[key])
		);
	}

	/** Exchanges units until every row is kept; false when it gives up. */
	mend(): boolean {
		for (let step = 0; step < STEPS; step++) {
			const broken = this.broken();
			if (!broken.length) return true;
			const change = broken[this.below(broken.length)]!;
			let best: { out: number; into: number; delta: number } | null = null;
			for (let i = 0; i < TRIED; i++) {
				const [out, into] = change();
				if (out < 0 && into < 0) continue;
				const delta = this.delta(out, into);
				if (!best || delta < best.delta) best = { out, into, delta };
			}
			if (!best || (best.delta > 0 && this.below(40))) continue;
			if (best.out >= 0) this.remove(best.out);
			if (best.into >= 0) this.add(best.into);
		}
		return false;
	}

	/** For each row or pair of enemies that is not kept, a way to propose a change. */
	private broken(): (() => [out: number, into: number])[] {
		const { rows, keys, likes } = this.model;
		const found: (() => [number, number])[] = [];
		rows.forEach((row, r) => {
			const sum = this.sums[r]!;
			if (sum >= row.from && sum <= row.to) return;
			if (row.scale > 1) return void found.push(() => this.exchange());
			if (sum < row.from)
				found.push(() => [r === 0 || !this.below(4) ? -1 : this.someChosen(), this.someOf(row.members)]);
			else
				found.push(() => {
					const out = this.someChosen((unit) => row.of[unit]! > 0);
					return [out, r === 0 ? -1 : this.someOf(rows[0]!.members)];
				});
		});
		if (this.held.some((count) => count > 1))
			found.push(() => {
				const out = this.someChosen((unit) => keys[unit]!.some((key) => this.held[key]! > 1));
				return [out, out < 0 ? -1 : this.someOf(likes[out]!)];
			});
		return found;
	}

	/** One for another that weighs the same in all that is counted. */
	private exchange(): [number, number] {
		const out = this.someChosen();
		if (out < 0) return [-1, -1];
		const into = this.someOf(this.below(4) ? this.model.likes[out]! : this.model.rows[0]!.members);
		return into < 0 ? [-1, -1] : [out, into];
	}

	/** What is fixed stands first and stays. */
	private someChosen(which: (unit: number) => boolean = () => true): number {
		const { fixed } = this.model;
		const free = this.chosen.length - fixed.length;
		if (free <= 0) return -1;
		for (let i = 0; i < 8; i++) {
			const unit = this.chosen[fixed.length + this.below(free)]!;
			if (which(unit)) return unit;
		}
		return this.chosen.slice(fixed.length).find(which) ?? -1;
	}

	private someOf(list: Int32Array): number {
		for (let i = 0; i < 4 && list.length; i++) {
			const unit = list[this.below(list.length)]!;
			if (this.place[unit] === -1) return unit;
		}
		return -1;
	}

	private delta(out: number, into: number): number {
		const { rows, keys } = this.model;
		let delta = 0;
		rows.forEach(({ from, to, of, scale }, r) => {
			const before = this.sums[r]!;
			const after = before - (out < 0 ? 0 : of[out]!) + (into < 0 ? 0 : of[into]!);
			if (after === before) return;
			delta += (Math.max(0, from - after, after - to) - Math.max(0, from - before, before - to)) / scale;
		});
		if (out >= 0) for (const key of keys[out]!) if (this.held[key]! > 1) delta -= 1;
		if (into >= 0)
			for (const key of keys[into]!)
				if (this.held[key]! > (out >= 0 && keys[out]!.includes(key) ? 1 : 0)) delta += 1;
		return delta;
	}
}
