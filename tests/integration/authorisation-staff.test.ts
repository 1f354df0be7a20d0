import { asked, everybodyAsks } from './authorisation/asking';

everybodyAsks(asked.filter(({ one }) => one.route.startsWith('/(staff)')));
