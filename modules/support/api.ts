export { MAIL_CLASSES, type MailClass } from './classify.ts';
