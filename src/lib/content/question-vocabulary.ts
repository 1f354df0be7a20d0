/** The six areas that the unified exam covers (domain.md 3.2); words under `exams.area.<area>`. */
export const knowledgeAreas = ['law', 'economics', 'ethics', 'business', 'management', 'products'] as const;
export type KnowledgeArea = (typeof knowledgeAreas)[number];

export const difficulties = ['easy', 'medium', 'hard'] as const;
export type Difficulty = (typeof difficulties)[number];

/** What an item asks of the candidate's mind, from recall upward. */
export const levels = ['remember', 'understand', 'apply', 'analyse'] as const;
export type Level = (typeof levels)[number];
