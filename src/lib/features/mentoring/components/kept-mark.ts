/** Set while something may wait on this device: pages that know nothing of it need not look. */
const MARK = 'jinjie_kept';

// Without storage there is no mark: what waits is then sent from the pages of mentoring.
const inStorage = <T>(use: (storage: Storage) => T, without: T): T => {
	try {
		return use(localStorage);
	} catch {
		return without;
	}
};

export const markKept = (): void => inStorage((storage) => storage.setItem(MARK, '1'), undefined);
export const unmarkKept = (): void => inStorage((storage) => storage.removeItem(MARK), undefined);
/** Whether something may wait on this device. */
export const mayHaveKept = (): boolean => inStorage((storage) => storage.getItem(MARK) !== null, false);

/** Sends what waits for a person, from a page that shows nothing of it. */
export async function sendKeptOf(personId: string): Promise<void> {
	if (!mayHaveKept()) return;
	const { browserStore, sendWaiting } = await import('../offline');
	await sendWaiting(personId, browserStore);
	if (!(await browserStore.countEntries())) unmarkKept();
}
