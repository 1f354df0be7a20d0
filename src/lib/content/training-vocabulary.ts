/** What is taught: the eight rows of the bank's matrix, then the four of the telecom carrier's (domain, 5.2). */
export const knowledgeAreas = [
	'overview',
	'products',
	'wealth',
	'law',
	'enterprise',
	'marketing',
	'systems',
	'ethics',
	'customerService',
	'groupBusiness',
	'etiquette',
	'information'
] as const;
export type KnowledgeArea = (typeof knowledgeAreas)[number];

/**
 * How it is taught (domain, 5.1 and 5.2): online by modules; in class, closed camp, exchange of experience or hands-on;
 * on a seminar or a visit outside; by job rotation, professional training, or shadowing.
 */
export const deliveryMethods = [
	'online',
	'classroom',
	'camp',
	'exchange',
	'handsOn',
	'seminar',
	'visit',
	'rotation',
	'professional',
	'shadowing'
] as const;
export type DeliveryMethod = (typeof deliveryMethods)[number];

/** The methods that a class can have: centralised training in its four forms, and professional training. */
export const classMethods = ['classroom', 'camp', 'exchange', 'handsOn', 'professional'] as const;
/** The methods that a study visit can have. */
export const visitMethods = ['seminar', 'exchange', 'visit'] as const;
/** The methods that training outside the organisation can have. */
export const outsideMethods = ['classroom', 'camp', 'exchange', 'handsOn', 'seminar', 'visit', 'professional'] as const;

/** Rows and columns of a matrix; `planned` holds the methods that a row is meant to be taught by, where that is said. */
export interface TrainingMatrix {
	id: 'bank' | 'telecom';
	areas: readonly { area: KnowledgeArea; planned: readonly DeliveryMethod[] }[];
	methods: readonly DeliveryMethod[];
}

/** Content by method (domain, 5.2). The bank lets each row use several columns and names none; the carrier names them. */
export const trainingMatrices: readonly TrainingMatrix[] = [
	{
		id: 'bank',
		areas: knowledgeAreas.slice(0, 8).map((area) => ({ area, planned: [] })),
		methods: ['online', 'classroom', 'rotation', 'seminar', 'professional', 'visit', 'exchange', 'shadowing', 'camp', 'handsOn']
	},
	{
		id: 'telecom',
		areas: [
			{ area: 'customerService', planned: ['professional', 'rotation', 'exchange'] },
			{ area: 'groupBusiness', planned: ['classroom', 'shadowing', 'visit'] },
			{ area: 'etiquette', planned: ['classroom'] },
			{ area: 'information', planned: ['professional', 'shadowing', 'exchange'] }
		],
		methods: ['online', 'classroom', 'professional', 'rotation', 'exchange', 'shadowing', 'visit', 'seminar', 'camp', 'handsOn']
	}
];
