import { init } from '@engagement/sdk';
import { createApp } from 'vue';
import Top from './Top.vue';

init({ key: import.meta.env.VITE_ENGAGEMENT_KEY, host: import.meta.env.VITE_ENGAGEMENT_URL });
createApp(Top).mount('#root');
