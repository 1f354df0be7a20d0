declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Tells whoever was assigned at an instant. */
		'assignments.assignment.tell': { assignmentId: string; at: string };
	}
}
export {};
