import type { Check } from './check.ts';

/** I-11, and how the server answers while it is in trouble: judged on every byte as it arrives. */
export const goodConduct: Check = {
  id: 'I-11',
  title: 'no byte of another tenant, and only answers that the contract allows, all the time',
  async check({ conduct }) {
    return conduct.violations.splice(0);
  },
};
