/**
 * The texts that were "sent", with the same addresses and the same JSON as the development provider's inbox.
 */
import { inboxPage } from './hosted-pages.mjs';

export class Inbox {
  #messages = [];

  send(to, code) {
    this.#messages.unshift({ to, code, body: `Your verification code is ${code}.`, sent_at: Date.now() });
  }

  /** Newest first; of one number where one is named. */
  messages(phone) {
    return phone ? this.#messages.filter(({ to }) => to === phone) : this.#messages;
  }

  page() {
    return inboxPage(this.#messages);
  }
}
