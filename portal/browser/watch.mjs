/** Opens a page and remembers everything it complains about. */
export async function watched(context) {
  const page = await context.newPage();
  const complaints = [];
  const asked = new Set();
  page.on('request', (request) => asked.add(request));
  page.on('requestfinished', (request) => asked.delete(request));
  page.on('requestfailed', (request) => asked.delete(request));
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const expected = /status of (4\d\d|5\d\d)|net::ERR_/.test(message.text()) && page.expectsFailures;
    if (message.type() === 'error' && !expected) complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript(() => {
    window.cspViolations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.cspViolations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  const settle = async () => {
    await page.waitForSelector('main h1', { state: 'attached', timeout: 15_000 });
    await quiet(asked);
    await page.waitForFunction(() => !document.querySelector('.waiting'), undefined, { timeout: 15_000 });
  };
  return { page, complaints, settle };
}

const LOOK_MILLIS = 40;

/** Nothing has been asked for, for a moment: sooner than the half second that a browser calls idle. */
async function quiet(asked) {
  let calm = 0;
  for (let look = 0; look < 400 && calm < 4; look++) {
    calm = asked.size === 0 ? calm + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
  }
}
