export interface Program {
    /** What a person calls it. */
    title: string;
    /** Full paths or names to look for on PATH, best first. */
    names: string[];
    /** The apt packages that bring it. */
    packages: string[];
    /** How else to provide it. */
    otherwise: string;
}
export declare function findProgram(names: string[]): string | undefined;
/** The path of a program, installed first when it is missing and apt can be used. */
export declare function needProgram(program: Program): string;
//# sourceMappingURL=programs.d.ts.map