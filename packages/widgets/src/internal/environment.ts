const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;

/** True where a developer looks: on this machine, or with a test key on the page. Set-up help shows only there. */
export function isDevelopment(hostname = location.hostname, page: ParentNode = document): boolean {
  return LOCAL.test(hostname) || page.querySelector('[data-key^="pk_test_"], [publishable-key^="pk_test_"]') !== null;
}
