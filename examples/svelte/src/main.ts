import { init } from '@engagement/sdk';
import { mount } from 'svelte';
import Top from './Top.svelte';

init({ key: import.meta.env.VITE_ENGAGEMENT_KEY, host: import.meta.env.VITE_ENGAGEMENT_URL });
const target = document.querySelector('#root');
if (target) mount(Top, { target });
