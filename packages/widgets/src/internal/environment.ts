const LOCAL = /^(localhost|127(\.\d+){3}|\[::1\]|.+\.localhost)$/;

/** True where a developer looks: on this machine, or with a test key on the page. Set-up help shows only there. */
export function isDevelopment(): boolean {
  return (
    LOCAL.test(location.hostname) ||
    document.querySelector('[data-key^="pk_test_"], [publishable-key^="pk_test_"]') !== null
  );
}
