/**
 * The hosted sign-in, step by step: phone, code, and where the number is not what the person thought, one question.
 *
 * A step lives here per interaction, never in the browser, so that no form can skip the code.
 */
import { randomInt } from 'node:crypto';

import { grantEverything } from './configuration.mjs';
import { codePage, createPage, existsPage, phonePage } from './hosted-pages.mjs';

const WRONG_CODES_ALLOWED = 10;

async function formOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/** The tests sign in with US numbers only: enough of a check to notice a number that was mangled on its way. */
function digitsOf(number) {
  const digits = number.replace(/[^\d]/g, '');
  return /^1201555\d{4}$/.test(digits) ? digits : undefined;
}

/** Logto's own rule: `identifier` counts only with the `identifier:*` screens; `first_screen` wins over `interaction_mode`. */
function startsWithRegister({ first_screen: screen, interaction_mode: mode }) {
  return screen ? screen === 'register' || screen === 'identifier:register' : mode === 'signUp';
}

export class Interactions {
  #provider;
  #accounts;
  #inbox;
  #steps = new Map();

  constructor(provider, accounts, inbox) {
    this.#provider = provider;
    this.#accounts = accounts;
    this.#inbox = inbox;
  }

  async handle(request, response, url) {
    const { uid, prompt, params } = await this.#provider.interactionDetails(request, response);
    const [, , , action] = url.pathname.split('/');
    const finish = (result) => this.#provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    const show = (html) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
      response.end(html);
    };

    if (prompt.name === 'consent') return this.#consent(request, response);
    const step = this.#stepOf(uid, params);
    if (request.method === 'GET') {
      if (url.searchParams.has('change')) step.at = 'phone';
      return show(this.#page(uid, step));
    }
    const form = await formOf(request);
    switch (action) {
      case 'cancel':
        return finish({ error: 'access_denied', error_description: 'End-User aborted interaction' });
      case 'phone':
        this.#submitPhone(step, form.get('phone') ?? '');
        break;
      case 'resend':
        this.#send(step);
        break;
      case 'restart':
        Object.assign(step, { at: 'phone', hint: undefined, verified: false });
        break;
      case 'code':
        if (this.#submitCode(step, form.get('code') ?? '')) return finish({ login: { accountId: this.#accounts.idOf(step.phone) ?? this.#accounts.create(step.phone) } });
        break;
      case 'confirm':
        if (step.verified) return finish({ login: { accountId: this.#accounts.idOf(step.phone) ?? this.#accounts.create(step.phone) } });
        break;
      default:
    }
    // Post, redirect, get: a reload repeats nothing.
    response.writeHead(303, { location: `/interaction/${uid}` });
    response.end();
  }

  #stepOf(uid, params) {
    if (!this.#steps.has(uid)) {
      this.#steps.set(uid, { at: 'phone', register: startsWithRegister(params), hint: params.login_hint, wrong: 0, verified: false });
    }
    return this.#steps.get(uid);
  }

  #page(uid, step) {
    const { at, register, hint, error } = step;
    step.error = undefined;
    switch (at) {
      case 'code':
        return codePage({ uid, error });
      case 'question':
        return register ? existsPage({ uid }) : createPage({ uid });
      default:
        return phonePage({ uid, register, hint, error });
    }
  }

  #submitPhone(step, number) {
    step.hint = number;
    step.phone = digitsOf(number);
    if (step.phone) this.#send(step);
    else step.error = 'This is not a valid phone number.';
  }

  #send(step) {
    if (!step.phone) return;
    Object.assign(step, { at: 'code', code: String(randomInt(1_000_000)).padStart(6, '0'), wrong: 0 });
    this.#inbox.send(step.phone, step.code);
  }

  /** True when the person is who the number says and nothing is left to ask. */
  #submitCode(step, code) {
    if (step.at !== 'code') return false;
    if (step.wrong >= WRONG_CODES_ALLOWED || code.replace(/\s/g, '') !== step.code) {
      step.wrong += 1;
      step.error = 'The code is not correct.';
      return false;
    }
    step.verified = true;
    step.at = 'question';
    const known = this.#accounts.idOf(step.phone) !== undefined;
    return known !== step.register;
  }

  /** First-party applications are not asked about; `prompt=consent` only makes the refresh token come. */
  async #consent(request, response) {
    const { params, session } = await this.#provider.interactionDetails(request, response);
    const grant = await grantEverything(this.#provider, { accountId: session.accountId, clientId: params.client_id, scope: params.scope });
    const grantId = await grant.save();
    await this.#provider.interactionFinished(request, response, { consent: { grantId } }, { mergeWithLastSubmission: true });
  }
}
