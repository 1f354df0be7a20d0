// What the exam room's page loads in this language.
import words from '$lib/i18n/messages/en/room';
import { enter } from './enter';

enter('en', words);
