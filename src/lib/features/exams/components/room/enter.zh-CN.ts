// What the exam room's page loads in this language.
import words from '$lib/i18n/messages/zh-CN/room';
import { enter } from './enter';

enter('zh-CN', words);
