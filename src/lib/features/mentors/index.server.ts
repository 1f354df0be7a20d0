export { readMentorRule, mentorRuleOn, qualificationOf, type MentorRule } from './rule.server';
