import { init } from '@engagement/sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Top } from './top.tsx';

// once, outside components
init({ key: import.meta.env.VITE_ENGAGEMENT_KEY, host: import.meta.env.VITE_ENGAGEMENT_URL });

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Top />
    </StrictMode>,
  );
}
