/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Publishable key, `pk_test_…`. */
  readonly VITE_ENGAGEMENT_KEY: string;
  /** Origin of the engagement server. */
  readonly VITE_ENGAGEMENT_URL: string;
}
