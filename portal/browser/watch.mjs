/** Opens a page and remembers everything it complains about. */
export async function watched(context) {
  const page = await context.newPage();
  const complaints = [];
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
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await page.waitForSelector('main h1', { state: 'attached', timeout: 15_000 });
    await page.waitForFunction(() => !document.querySelector('.waiting'), undefined, { timeout: 15_000 });
  };
  return { page, complaints, settle };
}
