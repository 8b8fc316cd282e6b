import '@testing-library/jest-dom/vitest';
import { i18n } from '@lingui/core';
import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, vi } from 'vitest';

/** Tests read the source text: without a catalogue a message shows its Chinese default. */
beforeAll(() => {
  i18n.loadAndActivate({ locale: 'zh-CN', messages: {} });
});

/** jsdom has no window to scroll. */
beforeAll(() => {
  window.scrollTo = () => undefined;
});

/** A warning of React, Ant Design or the router is an error here. */
beforeEach(() => {
  for (const level of ['error', 'warn'] as const) {
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => {
      throw new Error(`console.${level}: ${words.map(String).join(' ')}`);
    });
  }
});

afterEach(() => {
  cleanup();
});
