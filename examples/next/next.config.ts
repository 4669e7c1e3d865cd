import type { NextConfig } from 'next';

const config: NextConfig = {
  // rendering Lit needs the packages as Node loads them
  serverExternalPackages: ['@lit-labs/ssr', 'lit', '@engagement/widgets', '@engagement/sdk'],
  reactStrictMode: true,
};

export default config;
