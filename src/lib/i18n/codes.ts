import type core from './messages/zh-CN/core';
import type examRoom from './messages/zh-CN/examRoom.json';
import type practice from './messages/zh-CN/practice.json';
import type staff from './messages/zh-CN/staff';

type Catalogue = typeof core & typeof staff & { practice: typeof practice; examRoom: typeof examRoom };
type Namespace = keyof Catalogue & string;

/** Every key of the catalogues, `namespace.key`; a key without words does not compile. */
export type MessageKey = { [N in Namespace]: `${N}.${keyof Catalogue[N] & string}` }[Namespace];

type CodeOf<K> = K extends `${infer N}.error.${infer Rest}` ? `${N}.${Rest}` : never;

/** Every refusal code `namespace.rest`; its words stand under `namespace.error.rest`. */
export type ErrorCode = CodeOf<MessageKey>;

/** The message key that holds an error code's words. */
export function errorKey(code: ErrorCode): MessageKey {
	const dot = code.indexOf('.');
	return `${code.slice(0, dot)}.error.${code.slice(dot + 1)}` as MessageKey;
}
