// One chunk of the words that the exam room needs, and no other: on exam day thousands load it at once.
import access from './access.json';
import app from './app.json';
import bank from './bank.json';
import examRoom from './examRoom.json';
import exams from './exams.json';

export default { access, app, bank, examRoom, exams };
