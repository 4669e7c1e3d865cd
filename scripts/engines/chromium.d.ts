/** The browser that tests drive, without installing it. */
export declare const findChromium: () => string | undefined;
export declare const installChromium: () => string;
/** For a steady picture, and because Chromium's sandbox cannot be set up by root. */
export declare const chromiumArguments: string[];
//# sourceMappingURL=chromium.d.ts.map