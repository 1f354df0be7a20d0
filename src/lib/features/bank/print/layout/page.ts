/** A4 upright, in points. */
export const PAGE = { width: 595.28, height: 841.89, side: 54, top: 70, bottom: 58 };
export const WIDTH = PAGE.width - 2 * PAGE.side;
export const FOOT = PAGE.height - PAGE.bottom;
/** What a page holds. */
export const PAGE_ROOM = FOOT - PAGE.top;
