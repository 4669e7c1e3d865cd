// Made of tokens/standard.tokens.json by `npm run tokens`.

/** A custom property that a page may set on any element around a widget, or on the widget. */
export interface Token {
  name: `--engagement-${string}`;
  /** As in the Design Tokens format; `keyword` for those that take a word of CSS. */
  type: 'color' | 'dimension' | 'duration' | 'cubicBezier' | 'fontFamily' | 'shadow' | 'keyword';
  description: string;
  /** Standard value in a light page, in CSS. */
  light: string;
  /** Standard value in a dark page, in CSS. */
  dark: string;
}

export const TOKENS: readonly Token[] = [
  {
    name: '--engagement-color-surface',
    type: 'color',
    description: 'Ground of a widget',
    light: 'oklch(1 0 0)',
    dark: 'oklch(0.195 0.008 260)',
  },
  {
    name: '--engagement-color-surface-raised',
    type: 'color',
    description: 'Ground of what stands out or floats',
    light: 'oklch(0.974 0.003 260)',
    dark: 'oklch(0.236 0.01 260)',
  },
  {
    name: '--engagement-color-text',
    type: 'color',
    description: 'Ink',
    light: 'oklch(0.225 0.018 260)',
    dark: 'oklch(0.945 0.004 260)',
  },
  {
    name: '--engagement-color-text-muted',
    type: 'color',
    description: 'Second words, falling ranks; control edges are mixed from it',
    light: 'oklch(0.475 0.016 260)',
    dark: 'oklch(0.735 0.012 260)',
  },
  {
    name: '--engagement-color-border',
    type: 'color',
    description: 'Hairlines: decoration, never the only edge of a control',
    light: 'oklch(0.9 0.005 260)',
    dark: 'oklch(0.325 0.012 260)',
  },
  {
    name: '--engagement-color-accent',
    type: 'color',
    description: 'Own row, progress, primary action, links that do something',
    light: 'oklch(0.455 0.15 258)',
    dark: 'oklch(0.765 0.105 250)',
  },
  {
    name: '--engagement-color-accent-text',
    type: 'color',
    description: 'Ink on the accent',
    light: 'oklch(1 0 0)',
    dark: 'oklch(0.18 0.03 258)',
  },
  {
    name: '--engagement-color-success',
    type: 'color',
    description: 'Risen ranks; always beside a word or a shape',
    light: 'oklch(0.47 0.105 155)',
    dark: 'oklch(0.79 0.12 155)',
  },
  {
    name: '--engagement-color-warning',
    type: 'color',
    description: 'Trouble that passes',
    light: 'oklch(0.505 0.105 65)',
    dark: 'oklch(0.825 0.115 80)',
  },
  {
    name: '--engagement-color-danger',
    type: 'color',
    description: 'What failed, or cannot be undone',
    light: 'oklch(0.495 0.165 27)',
    dark: 'oklch(0.755 0.12 25)',
  },
  {
    name: '--engagement-color-gold',
    type: 'color',
    description: 'Ground of the first medal',
    light: 'oklch(0.815 0.125 86)',
    dark: 'oklch(0.82 0.115 86)',
  },
  {
    name: '--engagement-color-silver',
    type: 'color',
    description: 'Ground of the second medal',
    light: 'oklch(0.83 0.008 255)',
    dark: 'oklch(0.8 0.01 255)',
  },
  {
    name: '--engagement-color-bronze',
    type: 'color',
    description: 'Ground of the third medal',
    light: 'oklch(0.72 0.09 54)',
    dark: 'oklch(0.71 0.085 54)',
  },
  {
    name: '--engagement-color-focus',
    type: 'color',
    description: 'The ring around what has the keyboard',
    light: 'var(--engagement-color-accent)',
    dark: 'var(--engagement-color-accent)',
  },
  {
    name: '--engagement-font-family',
    type: 'fontFamily',
    description: "The page's, unless set",
    light: 'inherit',
    dark: 'inherit',
  },
  {
    name: '--engagement-font-size',
    type: 'keyword',
    description: 'Size of names and scores; the rest is a part or a multiple of it',
    light: 'inherit',
    dark: 'inherit',
  },
  {
    name: '--engagement-space',
    type: 'dimension',
    description: 'The unit: gaps and paddings are 1, 2, 3, 4, 5, 6 or 8 of it',
    light: '0.25rem',
    dark: '0.25rem',
  },
  {
    name: '--engagement-radius',
    type: 'dimension',
    description: 'Corners of controls; the frame has a third more',
    light: '0.375rem',
    dark: '0.375rem',
  },
  {
    name: '--engagement-shadow',
    type: 'shadow',
    description: 'Under what floats, and nothing else',
    light: '0px 0.5rem 1.5rem -0.75rem oklch(0 0 0 / 0.22)',
    dark: '0px 0.5rem 1.5rem -0.75rem oklch(0 0 0 / 0.7)',
  },
  {
    name: '--engagement-motion-duration',
    type: 'duration',
    description: 'Of what moves: a rank that changes',
    light: '250ms',
    dark: '250ms',
  },
  {
    name: '--engagement-motion-easing',
    type: 'cubicBezier',
    description: 'Of what moves',
    light: 'cubic-bezier(0.2, 0, 0, 1)',
    dark: 'cubic-bezier(0.2, 0, 0, 1)',
  },
  {
    name: '--engagement-focus-width',
    type: 'dimension',
    description: 'Thickness of the focus ring',
    light: '2px',
    dark: '2px',
  },
  {
    name: '--engagement-frame-border-width',
    type: 'dimension',
    description: 'Thickness of the line around a widget',
    light: '1px',
    dark: '1px',
  },
  {
    name: '--engagement-frame-padding',
    type: 'keyword',
    description: 'Between that line and the content; a narrow widget has at most 4 units',
    light: 'calc(var(--engagement-space) * 5)',
    dark: 'calc(var(--engagement-space) * 5)',
  },
  {
    name: '--engagement-avatar-size',
    type: 'dimension',
    description: 'Side of a picture in a row',
    light: '2rem',
    dark: '2rem',
  },
  {
    name: '--engagement-row-block-size',
    type: 'dimension',
    description: 'Height of a row',
    light: '2.75rem',
    dark: '2.75rem',
  },
  {
    name: '--engagement-max-inline-size',
    type: 'keyword',
    description: 'Width that a widget does not grow beyond',
    light: 'none',
    dark: 'none',
  },
];
