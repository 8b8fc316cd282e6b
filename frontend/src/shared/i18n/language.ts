import { i18n, type Messages } from '@lingui/core';

/** Languages of the app. Chinese is the source text and always at hand; others are loaded when chosen. */
export type Language = 'zh-CN' | 'en';

export type CatalogueLoader = () => Promise<{ messages: Messages }>;

const storageKey = 'handinhand.language';

/** The language chosen on this device, else Chinese: most devices here say English without anybody having asked. */
export function chosenLanguage(): Language {
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN';
}

export function rememberLanguage(language: Language): void {
  localStorage.setItem(storageKey, language);
}

/** Loads and activates the chosen language; the page's `lang` follows, for screen readers and line breaking. */
export async function activateLanguage(catalogues: Record<Language, CatalogueLoader>): Promise<Language> {
  const language = chosenLanguage();
  const { messages } = await catalogues[language]();
  i18n.loadAndActivate({ locale: language, messages });
  document.documentElement.lang = language;
  return language;
}

/** The language's name in its own words, so that a reader of it finds it. */
export function ownName(language: Language): string {
  const code = language.slice(0, 2);
  return new Intl.DisplayNames([language], { type: 'language' }).of(code) ?? code;
}
