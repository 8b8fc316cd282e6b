import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { connect } from '@shared/api/client';
import { activateLanguage } from '@shared/i18n/language';
import { createRoot } from 'react-dom/client';
import { messages } from '../../locales/pocket/zh-CN.po';
import { askWhoIAm, becomeSignedOut } from './session/session';
import { App } from './shell/App';
import { applyType } from './shell/bigType';
import './app.css';

async function start(): Promise<void> {
  applyType();
  const language = await activateLanguage({
    'zh-CN': () => Promise.resolve({ messages }),
    en: () => import('../../locales/pocket/en.po'),
  });
  connect({ language: () => language, onSignedOut: becomeSignedOut });
  await askWhoIAm();
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has lost its #root');
  createRoot(root).render(
    <I18nProvider i18n={i18n}>
      <App />
    </I18nProvider>,
  );
}

void start();
