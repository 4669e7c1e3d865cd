const words = import.meta.glob('../../packages/widgets/src/locales/*.ts');

/** Loads the words of a language; English is there from the start. */
export async function speak(locale: string): Promise<void> {
  await words[`../../packages/widgets/src/locales/${locale}.ts`]?.();
}
