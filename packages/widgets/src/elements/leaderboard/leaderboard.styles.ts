import { css } from 'lit';

export const leaderboardStyles = css`
  @layer engagement {
    :host {
      --_height: var(--engagement-leaderboard-row-block-size, var(--_row));
      --_head: calc(1.125em + var(--_2) + 1px);
      --_gap: calc(var(--_1) * 8.5);
    }
    :host(:state(collapsed)) { display: none; }

    /* As tall as the rows that are asked for, in every state. */
    [part~='body'] {
      display: grid;
      grid-template: auto 1fr / minmax(0, 1fr);
      min-block-size: calc(var(--_room, calc(var(--_head) + var(--rows) * var(--_height))) + var(--_pinned, 0px) + var(--_standing, 0px));
    }
    .pinned { --_pinned: calc(var(--_height) + var(--_gap)); }
    .tracks { --_standing: calc(var(--_1) * 8); }
    .podium { --_room: var(--engagement-leaderboard-podium-block-size, calc(var(--_1) * 100)); }
    [part~='prizes'] { min-block-size: calc(var(--_1) * 5); margin-block-end: var(--_4); }
    /* Controls stand beside the heading where there is room, else below it. */
    .switched { min-block-size: calc(var(--_1) * 7); }

    table { align-self: start; inline-size: 100%; border-spacing: 0; }
    th, td { padding: 0; font-weight: inherit; text-align: start; }
    thead th {
      block-size: var(--_head);
      padding-block-end: var(--_2);
      /* Softer in the dark. */
      border-block-end: 1px solid light-dark(var(--_text), color-mix(in oklab, var(--_text) 58%, var(--_surface)));
      color: var(--_muted);
      line-height: 0;
    }
    thead span { display: block; font-size: var(--_small); line-height: 1.384; }
    /* A list says its columns only to those who cannot see them. */
    .list { --_head: 0px; }
    .list thead th { padding: 0; border: 0; }
    /* Figures run left to right in every script: they line up on their units.
       The one physical property in this file. */
    .n { text-align: right; unicode-bidi: plaintext; padding-inline-start: calc(var(--_1) * 8); white-space: nowrap; }
    td.n i { margin-inline-start: auto; }

    [part~='row'] { position: relative; block-size: var(--_height); }
    /* The rule under each row is also its chart: inked up to the share of the leader. It hangs on the first
       cell and spans the row, because a background of the row itself is painted cell by cell, with seams. */
    [part~='row'] > :first-child::after {
      content: '';
      position: absolute;
      inset: auto 0 0;
      block-size: 1px;
      background:
        linear-gradient(var(--_muted), var(--_muted)) 0 0 / calc(var(--share, 0) * 1%) 100% no-repeat,
        var(--_border);
    }
    [part~='row']:dir(rtl) > :first-child::after { background-position: 100% 0, 0 0; }

    [part~='rank'], [part~='rank-change'] { color: var(--_muted); white-space: nowrap; }
    [part~='rank'] { min-inline-size: var(--engagement-leaderboard-rank-inline-size, 2.25em); }
    .medal {
      inline-size: var(--engagement-leaderboard-medal-size, 1.5em);
      margin-inline-start: -2px;
    }
    circle { fill: none; }
    .face { fill: var(--_metal); }
    .medal text { fill: oklch(0.24 0.03 60); font-size: 11.5px; font-weight: 700; text-anchor: middle; }
    /* The equals sign hangs in the margin, so that the figures stay in line. */
    .tie { position: absolute; margin-inline-start: -0.75em; }

    [part~='rank-change'] { min-inline-size: 2.75em; padding-inline-end: var(--_2); }
    .change { display: flex; align-items: center; gap: 0.25em; font-size: var(--_small); }
    [part~='rank-change-up'] { color: var(--_success); }
    [part~='rank-change-down'] svg { rotate: 180deg; }

    [part~='name'] { inline-size: 99%; max-inline-size: 0; }
    .who { display: flex; align-items: center; gap: var(--_3); }
    .named { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding-block: 0.3em; margin-block: -0.3em; }
    /* A 24 px target without a taller line. */
    .named a { padding-block: 0.3em; padding-inline-end: 0.3em; text-decoration-color: transparent; }
    [part~='row-top'] .who, [part~='score'] { font-weight: 600; }

    [part~='avatar'] { display: grid; flex: none; font-size: 0.75em; inline-size: var(--_avatar); block-size: var(--_avatar); border-radius: 50%; }

    [part~='row-current'] :is(.who, [part~='rank']) { color: var(--_text); font-weight: 600; }
    /* The reader's own name is whole, and "You" wraps under it. */
    [part~='row-current'] .named { display: block; white-space: normal; }
    :host([density='compact']) { --_clamp: 1; }
    .you { display: inline-block; padding: 0 0.5em; border: 1px solid; border-radius: 2px; color: var(--_accent); font-size: 0.75em; line-height: 1.5; }

    .extra { color: var(--_muted); font-weight: 400; }
    @container engagement (inline-size < 36em) {
      .extra { display: none; }
      .switched { align-content: start; min-block-size: calc(1.40625em + var(--_1) * 7); }
    }
    /* Names may take two lines; numbers never break. */
    @container engagement (inline-size < 30em) {
      [part~='prizes'] { min-block-size: calc(var(--_1) * 10); }
      .n { padding-inline-start: var(--_4); }
      .who { line-height: 1.15; }
      .named {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: var(--_clamp, 2);
        margin-block: -0.2em 0;
        padding-block: 0.2em 0; /* room for accents on capitals */
        white-space: normal;
      }
      /* Two words and "You" in two lines. */
      [part~='row-current'] .named { font-size: 0.875em; }
      .you { padding: 0; border: 0; font-size: 0.85em; }
    }
    @container engagement (inline-size < 26em) {
      .podium { --_room: var(--engagement-leaderboard-podium-block-size, calc(var(--_1) * 84)); }
    }
    @container engagement (inline-size < 22em) {
      .tracks { --_standing: calc(var(--_1) * 15); }
      table [part~='avatar'] { display: none; }
      [part~='rank'] { min-inline-size: 2em; padding-inline-end: var(--_1); }
      [part~='rank-change'] { min-inline-size: 2.25em; }
      .n { padding-inline-start: var(--_3); }
      .who { gap: var(--_2); }
    }
    /* The tint alone marks the own row there; "You" is for screen readers. */
    @container engagement (inline-size < 16em) {
      [part~='rank-change'] { display: none; }
      .you { position: absolute; opacity: 0; }
    }
  }
`;
