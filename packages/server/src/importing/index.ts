export { type ImportOptions, type ImportProgress, type ImportResult, importFile } from './import-file.ts';
export { loadMapping, type Mapped, type Mapping, type MappingContext, type Skip } from './mapping.ts';
export { summary } from './summary.ts';
