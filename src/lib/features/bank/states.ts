/**
 * The life of an item. Papers are drawn from ready ones only. `quarantined`: something is doubted, so it waits until it
 * was looked at again; `retired`: never again.
 */
export const itemStatuses = ['draft', 'inReview', 'ready', 'quarantined', 'retired'] as const;
export type ItemStatus = (typeof itemStatuses)[number];

/** What an item may become. A changed one is a draft again, whatever it was. */
export const itemTransitions: Record<ItemStatus, readonly ItemStatus[]> = {
	draft: ['inReview', 'retired'],
	inReview: ['ready', 'draft', 'retired'],
	ready: ['quarantined', 'retired'],
	quarantined: ['ready', 'draft', 'retired'],
	retired: []
};

/** Items for practice are never drawn for an exam, and those for exams never practised. */
export const itemUses = ['exam', 'practice'] as const;
export type ItemUse = (typeof itemUses)[number];

/**
 * The life of a paper. `sealed`: its content is fixed by a hash, and only named people open it before its sitting;
 * `used`: candidates have begun it; `released`: their results are out.
 */
export const paperStatuses = [
	'draft',
	'inReview',
	'approved',
	'sealed',
	'used',
	'released',
	'withdrawn'
] as const;
export type PaperStatus = (typeof paperStatuses)[number];

export const paperTransitions: Record<PaperStatus, readonly PaperStatus[]> = {
	draft: ['inReview', 'withdrawn'],
	inReview: ['approved', 'draft', 'withdrawn'],
	approved: ['sealed', 'draft', 'withdrawn'],
	sealed: ['used', 'withdrawn'],
	used: ['released'],
	released: [],
	withdrawn: []
};

export const assemblyStatuses = ['waiting', 'done', 'impossible', 'failed'] as const;
export type AssemblyStatus = (typeof assemblyStatuses)[number];

export const importStatuses = ['reading', 'read', 'confirmed', 'dropped', 'failed'] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** Why a sealed paper was opened. */
export const openingPurposes = ['read', 'print', 'key', 'judge'] as const;
export type OpeningPurpose = (typeof openingPurposes)[number];

/** What of a paper is printed. */
export const printedDocuments = ['paper', 'sheet', 'key'] as const;
export type PrintedDocument = (typeof printedDocuments)[number];
