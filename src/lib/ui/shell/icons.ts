import type { Component } from 'svelte';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Route from '@lucide/svelte/icons/route';
import Table from '@lucide/svelte/icons/table-2';
import Award from '@lucide/svelte/icons/award';
import BookOpen from '@lucide/svelte/icons/book-open';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import Presentation from '@lucide/svelte/icons/presentation';
import Contact from '@lucide/svelte/icons/contact';
import FileQuestion from '@lucide/svelte/icons/file-question-mark';
import MessageCircleQuestion from '@lucide/svelte/icons/message-circle-question-mark';
import Gauge from '@lucide/svelte/icons/gauge';
import Gavel from '@lucide/svelte/icons/gavel';
import Grid3x3 from '@lucide/svelte/icons/grid-3x3';
import Handshake from '@lucide/svelte/icons/handshake';
import History from '@lucide/svelte/icons/history';
import Inbox from '@lucide/svelte/icons/inbox';
import Layers from '@lucide/svelte/icons/layers';
import Library from '@lucide/svelte/icons/library';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Scale from '@lucide/svelte/icons/scale';
import Network from '@lucide/svelte/icons/network';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Signature from '@lucide/svelte/icons/signature';
import ThumbsUp from '@lucide/svelte/icons/thumbs-up';
import Timer from '@lucide/svelte/icons/timer';
import UserRound from '@lucide/svelte/icons/user-round';
import UserRoundCheck from '@lucide/svelte/icons/user-round-check';
import Users from '@lucide/svelte/icons/users';
import ChartColumn from '@lucide/svelte/icons/chart-column';
import Clock from '@lucide/svelte/icons/clock';
import MapPinned from '@lucide/svelte/icons/map-pinned';
import Stairs from './Stairs.svelte';
import CalendarRange from '@lucide/svelte/icons/calendar-range';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import Megaphone from '@lucide/svelte/icons/megaphone';
import ShieldAlert from '@lucide/svelte/icons/shield-alert';
import Sparkles from '@lucide/svelte/icons/sparkles';

type Icon = Component<{ size?: number | string; class?: string }>;

/** The signs of the navigation's places. */
export const icons = {
	decide: ListChecks,
	people: Contact,
	units: Network,
	pairings: Handshake,
	assessments: Gauge,
	quotas: Grid3x3,
	pledges: Signature,
	endorsements: ThumbsUp,
	tiers: Layers,
	decisions: Gavel,
	retention: ShieldAlert,
	ranking: ListOrdered,
	campaigns: CalendarRange,
	exceptions: Sparkles,
	notices: Megaphone,
	inquiries: MessageCircleQuestion,
	reevaluations: History,
	assignments: ClipboardList,
	paths: Route,
	matrix: Table,
	modules: Library,
	learners: UserRoundCheck,
	items: FileQuestion,
	sittings: CalendarClock,
	certificates: Award,
	policies: Scale,
	audit: ShieldCheck,
	path: Stairs,
	training: BookOpen,
	credit: Clock,
	visits: MapPinned,
	learningReport: ChartColumn,
	mentoring: Users,
	classes: Presentation,
	calendar: CalendarDays,
	exams: Timer,
	inbox: Inbox,
	profile: UserRound
} satisfies Record<string, Icon>;

export type IconName = keyof typeof icons;
