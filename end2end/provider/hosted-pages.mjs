/**
 * The pages that a person sees at this provider, in the words of the development provider: the same specs drive both.
 */
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const STYLE = 'body { font: 1.125rem/2 sans-serif; margin: 1rem } a, button, input { min-height: 2rem } form { margin-block: 1rem }';

function escape(text) {
  return String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

function page(title, main) {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main><h1>${escape(title)}</h1>${main}</main></body>
</html>`;
}

function alert(error) {
  return error ? `<p role="alert">${escape(error)}</p>` : '';
}

/** The first screen of a sign-in or a registration. */
export function phonePage({ uid, register, hint, error }) {
  return page(
    register ? 'Create your account' : 'Sign in',
    `${alert(error)}
<form method="post" action="/interaction/${uid}/phone">
  <label for="phone">Phone number</label>
  <input id="phone" name="phone" type="tel" autocomplete="tel" value="${escape(hint ?? '')}">
  <button>Continue</button>
</form>
<form method="post" action="/interaction/${uid}/cancel"><button>Cancel</button></form>`,
  );
}

export function codePage({ uid, error }) {
  return page(
    'Enter the code',
    `${alert(error)}
<form method="post" action="/interaction/${uid}/code">
  <label for="code">Verification code</label>
  <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code">
  <button>Continue</button>
</form>
<form method="post" action="/interaction/${uid}/resend"><button>Send a new code</button></form>
<a href="/interaction/${uid}?change=number">Change number</a>`,
  );
}

/** A number that nobody has, in a sign-in. */
export function createPage({ uid }) {
  return page(
    'Create an account?',
    `<form method="post" action="/interaction/${uid}/confirm"><button>Create account</button></form>
<form method="post" action="/interaction/${uid}/restart"><button>Use another number</button></form>`,
  );
}

/** A number that somebody has, in a registration. */
export function existsPage({ uid }) {
  return page(
    'You already have an account',
    `<form method="post" action="/interaction/${uid}/confirm"><button>Sign in</button></form>
<form method="post" action="/interaction/${uid}/restart"><button>Use another number</button></form>`,
  );
}

/**
 * RP-initiated logout. With an ID token as hint the form submits itself, and has a button where there is no JavaScript;
 * without one anybody may have sent the person here, so they are asked.
 */
export function signOutPage(form, hinted) {
  const open = form.replace('</form>', '');
  return hinted
    ? page('Signing out', `${open}<input type="hidden" name="logout" value="yes"><button>Continue</button></form><script>document.forms[0].submit()</script>`)
    : page('Sign out?', `${open}<button name="logout" value="yes">Sign out</button><button>Stay signed in</button></form>`);
}

export function signedOutPage() {
  return page('You are signed out', '');
}

export function errorPage({ error, error_description: description }) {
  return page('This did not work', `<p>${escape(error)}</p><p>${escape(description ?? '')}</p>`);
}

export function inboxPage(messages) {
  const items = messages.map(({ to, body }) => `<li>${escape(to)}: ${escape(body)}</li>`).join('');
  return page('Inbox', items ? `<ul>${items}</ul>` : '<p>No messages yet.</p>');
}
